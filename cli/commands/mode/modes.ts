/** The modes as words of a command line. */
export const MODES = ['observe', 'enforce'] as const;
export type ModeName = (typeof MODES)[number];
