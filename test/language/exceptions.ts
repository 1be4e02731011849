/** A place where a rule's pattern is right. Every exception must match, so that none outlives its reason. */
export interface LanguageException {
  readonly file: string;
  /** A part of the line. */
  readonly text: string;
  readonly reason: string;
}

const oldName = (file: string, text: string): LanguageException => ({
  file,
  text,
  reason: 'a public name or text of version 0.1, which users must be able to find',
});

export const LANGUAGE_EXCEPTIONS: readonly LanguageException[] = [
  oldName('lib/aws/stored-record.ts', "Witness: 'Actor'"),
  oldName('lib/reconcile/events.ts', '`witness` became `actor`'),
  oldName('test/aws/stored-record.test.ts', 'Witness: actor'),
  oldName('test/fixtures/previous-version.mjs', 'Witness: "Actor"'),
  oldName('CHANGELOG.md', '| detail `witness {Arn, At, EventName}`'),
  oldName('CHANGELOG.md', '| `Transitions[].Witness`'),
  oldName('CHANGELOG.md', '| `put off`'),
];
