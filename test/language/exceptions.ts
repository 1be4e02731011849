/** A place where a rule's pattern is right. Every exception must match, so that none outlives its reason. */
export interface LanguageException {
  readonly file: string;
  /** A part of the line. */
  readonly text: string;
  readonly reason: string;
}

export const LANGUAGE_EXCEPTIONS: readonly LanguageException[] = [];
