export const FORMATS = ['table', 'json'] as const;
export type Format = (typeof FORMATS)[number];
