import * as z from 'zod/mini';
import { undefinedIfInvalid } from '../undefined-if-invalid.ts';
import { formatValue, type ValidationIssue } from '../validation-issue.ts';
import { rolloutSchema, WAVES } from './schema.ts';

const lenient = z.looseObject({ Waves: undefinedIfInvalid(rolloutSchema.shape.Waves) });

/** Checks the order of the waves: numbers before percentages, both ascending, and every pool in the last wave. */
export function rolloutIssues(raw: unknown): readonly ValidationIssue[] {
  const waves = lenient.safeParse(raw).data?.Waves ?? [];
  const issues = waves.flatMap((wave, at): readonly ValidationIssue[] => {
    const before = waves[at - 1];
    if (before === undefined || isAfter(wave, before)) return [];
    const expected = `a wave after ${formatValue(before)}: numbers before percentages, both ascending`;
    return [{ path: `Rollout.Waves[${at}]`, found: formatValue(wave), expected }];
  });
  const last = waves.at(-1);
  return last === undefined || last === '100%'
    ? issues
    : [...issues, { path: 'Rollout.Waves', found: formatValue(waves), expected: WAVES }];
}

type Wave = number | string;

const isAfter = (wave: Wave, before: Wave): boolean =>
  typeof wave === typeof before
    ? Number.parseInt(String(wave), 10) > Number.parseInt(String(before), 10)
    : typeof before === 'number';
