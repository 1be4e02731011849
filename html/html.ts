import { showInvisibleInLines } from '../lib/domain/invisible.ts';

/** A piece of HTML whose values are escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Html | readonly Html[] | undefined;

/** Template tag that escapes its values and shows invisible characters as `\u200b`. It inserts `Html` values unchanged and omits `undefined`. */
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

function escapeHtml(text: string): string {
  return showInvisibleInLines(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
