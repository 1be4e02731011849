/** `text`: the stored text. `yaml`: with the version in a comment, which `clr put` checks. `json`: for scripts. */
export const GET_FORMATS = ['text', 'yaml', 'json'] as const;
export type GetFormat = (typeof GET_FORMATS)[number];
