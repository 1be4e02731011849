import { setTimeout as sleep } from 'node:timers/promises';
import Table from 'cli-table3';
import pc from 'picocolors';
import { difference, formatDifference } from '../../../lib/domain/difference.ts';
import type { Outcome } from '../../../lib/domain/outcome.ts';
import type { PoolRecord, Transition } from '../../../lib/domain/record.ts';

/** A step that did not happen: what was expected, for a person. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
}

const PATIENCE_MS = 10_000;
const LOOK_MS = 50;

/** Looks until it is there, and says how long that took. Throws StepFailed after ten seconds. */
export async function until<T>(
  expected: string,
  look: () => Promise<T | undefined>,
): Promise<{ readonly found: T; readonly seconds: string }> {
  const start = Date.now();
  for (;;) {
    const found = await look();
    const ms = Date.now() - start;
    if (found !== undefined) return { found, seconds: (ms / 1000).toFixed(1) };
    if (ms > PATIENCE_MS) throw new StepFailed(`expected within ${PATIENCE_MS / 1000} s: ${expected}`);
    await sleep(LOOK_MS);
  }
}

/** The record once it has got to this outcome by a transition after `revision`. */
export async function reached(
  record: () => Promise<PoolRecord | undefined>,
  outcome: Outcome,
  revision = 0,
): Promise<{ readonly transition: Transition; readonly record: PoolRecord; readonly seconds: string }> {
  const { found, seconds } = await until(`the pool's outcome ${outcome}`, async () => {
    const now = await record();
    const transition = now?.Transitions.at(-1);
    const there = now && now.Revision > revision && !now.Intent && transition?.To === outcome;
    return there ? { transition, record: now } : undefined;
  });
  return { ...found, seconds };
}

const say = (text = ''): void => {
  process.stdout.write(`${text}\n`);
};

let step = 0;
export const heading = (text: string): void => {
  step += 1;
  say(`\n${pc.bold(`${step}. ${text}`)}`);
};
export const line = (label: string, text: string): void => say(`   ${pc.dim(label.padEnd(9))} ${text}`);
export const lines = (label: string, texts: readonly string[]): void => {
  texts.forEach((text, at) => {
    line(at === 0 ? label : '', text);
  });
};

const [WIDTH, POOL, OUTCOME, BORDERS] = [110, 22, 12, 4];

/** What a write changed: a line a member, as a diff shows it. */
export function changes({ Before = [], After = [] }: Transition): readonly string[] {
  return difference(Before, After).map((one) => {
    const text = formatDifference(one);
    if (one.before === undefined) return pc.green(`+ ${text}`);
    return one.after === undefined ? pc.red(`- ${text}`) : pc.yellow(`~ ${text}`);
  });
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const columns = Math.min(process.stdout.columns ?? WIDTH, WIDTH);
  const made = new Table({
    head: [...head],
    style: { head: [], border: [] },
    wordWrap: true,
    // A path is one long word: where the terminal is narrow it goes over the line's end, and is not cut.
    wrapOnWordBoundary: columns === WIDTH,
    colWidths: [POOL, OUTCOME, columns - POOL - OUTCOME - BORDERS],
  });
  made.push(...rows.map((row) => [...row]));
  say(`\n${made.toString()}`);
}
export { say };
