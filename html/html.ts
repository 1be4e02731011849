/** A piece of HTML whose values are escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Html | readonly Html[] | undefined;

/** Template tag that escapes its values. It inserts `Html` values unchanged and omits `undefined`. */
export function html(literals: TemplateStringsArray, ...values: readonly Part[]): Html {
  return new Html(literals.reduce((result, text, at) => result + text + partToText(values[at]), ''));
}

function partToText(value: Part): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return value.map(({ text }) => text).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Characters that a reader cannot see, or that change how the text beside them is shown, except spaces, tabs and line
 * feeds. The same set as in lib/domain/invisible.ts, which this folder cannot import.
 */
const INVISIBLE = /(?![ \t\n])[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Escapes a value. An invisible character becomes a JSON escape: `\\u200b`. */
function escapeHtml(text: string): string {
  return text
    .replace(INVISIBLE, (character) =>
      Array.from(
        { length: character.length },
        (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
      ).join(''),
    )
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
