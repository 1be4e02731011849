import { type Html, html } from './html.ts';

const STEPS = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** Returns the age in words: `3 days ago`. A time after `now` is `in 3 days`. */
export function ageInWords(at: string, now: string): string {
  const seconds = Math.round((Date.parse(now) - Date.parse(at)) / 1000);
  if (Number.isNaN(seconds)) return at;
  for (const [unit, length] of STEPS)
    if (Math.abs(seconds) >= length) {
      const count = Math.floor(Math.abs(seconds) / length);
      const text = `${count} ${unit}${count === 1 ? '' : 's'}`;
      return seconds > 0 ? `${text} ago` : `in ${text}`;
    }
  return 'just now';
}

/** Returns `2026-11-26 14:58:22 UTC`. */
export const exactTime = (at: string): string =>
  /^\d{4}-\d\d-\d\dT/.test(at) ? `${at.slice(0, 19).replace('T', ' ')} UTC` : at;

/** Renders the age in words; the exact time is its title. In print, the style sheet shows the exact time. */
export const age = (at: string, now: string): Html =>
  html`<time datetime="${at}" title="${exactTime(at)}">${ageInWords(at, now)}</time>`;

/** Renders the exact time. */
export const moment = (at: string): Html => html`<time datetime="${at}">${exactTime(at)}</time>`;
