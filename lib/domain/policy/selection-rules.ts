import * as z from 'zod/mini';
import type { EventSource } from '../log-configuration.ts';
import { undefinedIfInvalid } from '../undefined-if-invalid.ts';
import { formatValue, type ValidationIssue } from '../validation-issue.ts';
import { TIERS } from './policy.ts';

/** Reads the valid criteria and ignores the others, so that you get all errors together. */
const lenientCriteria = z.looseObject({
  Ids: undefinedIfInvalid(z.array(z.string())),
  Tags: z.optional(z.unknown()),
  Tiers: undefinedIfInvalid(z.array(z.enum(TIERS)).check(z.minLength(1))),
});
const lenientSelection = z.looseObject({
  ...lenientCriteria.shape,
  Exclude: undefinedIfInvalid(lenientCriteria),
});
type LenientSelection = z.output<typeof lenientSelection>;

/** Checks that the selection can select a pool, and that it does not select every pool by mistake. */
export function selectionIssues(
  raw: unknown,
  sources: readonly (EventSource | undefined)[],
): readonly ValidationIssue[] {
  const read = lenientSelection.safeParse(raw);
  if (!read.success) return [];
  const { Exclude, ...select } = read.data;
  return [
    ...nullIssues(raw),
    ...(Exclude ? emptyExcludeIssues(Reflect.get(Object(raw), 'Exclude')) : []),
    ...protoTagIssues(select.Tags, 'Select.Tags'),
    ...protoTagIssues(Exclude?.Tags, 'Select.Exclude.Tags'),
    ...excludedIdIssues(read.data),
    ...tierIssues(read.data, sources),
  ];
}

const CRITERIA = ['Ids', 'Names', 'Tags', 'Tiers'] as const;

const criteriaIn = (raw: unknown): readonly unknown[] =>
  CRITERIA.map((key) => Object.getOwnPropertyDescriptor(raw, key)?.value).filter(
    (value) => value !== undefined,
  );

/** A tool that writes `null` for each criterion that is not set must not select every pool. */
function nullIssues(raw: unknown): readonly ValidationIssue[] {
  const given = criteriaIn(raw);
  if (given.length === 0 || given.some((value) => value !== null)) return [];
  const expected = 'at least one criterion that is not null, or {} to select every pool';
  return [{ path: 'Select', found: formatValue(raw), expected }];
}

/** An unknown key has an issue already. */
function emptyExcludeIssues(raw: unknown): readonly ValidationIssue[] {
  const isEmpty =
    criteriaIn(raw).every((value) => value === null) &&
    Object.keys(Object(raw)).every((key) => CRITERIA.some((one) => one === key));
  const expected = 'at least one of Ids, Names, Tags and Tiers, or no Exclude';
  return isEmpty ? [{ path: 'Select.Exclude', found: formatValue(raw), expected }] : [];
}

/** zod drops this key from a record, which would leave the selection without the tag. */
const protoTagIssues = (tags: unknown, path: string): readonly ValidationIssue[] =>
  typeof tags === 'object' && tags !== null && Object.hasOwn(tags, '__proto__')
    ? [{ path: `${path}.__proto__`, found: '"__proto__"', expected: 'another tag key' }]
    : [];

function excludedIdIssues({ Ids, Exclude }: LenientSelection): readonly ValidationIssue[] {
  if (Ids === undefined || Ids.length === 0 || !Ids.every((id) => Exclude?.Ids?.includes(id))) return [];
  return [
    {
      path: 'Select.Exclude.Ids',
      found: formatValue(Exclude?.Ids),
      expected: 'a list that leaves at least one pool of Select.Ids, because this policy selects no pool',
    },
  ];
}

/** Cognito sends userAuthEvents only for pools of the tier PLUS (docs/aws-facts.md#threat-protection). */
function tierIssues(
  { Tiers, Exclude }: LenientSelection,
  sources: readonly (EventSource | undefined)[],
): readonly ValidationIssue[] {
  const excluded = Exclude?.Tiers ?? [];
  if (Tiers === undefined && excluded.length === 0) return [];
  const left = (Tiers ?? TIERS).filter((tier) => !excluded.includes(tier));
  const isExcluded =
    excluded.length > 0 && (Tiers === undefined || Tiers.includes('PLUS') || left.length === 0);
  const path = isExcluded ? 'Select.Exclude.Tiers' : 'Select.Tiers';
  const found = formatValue(isExcluded ? excluded : Tiers);
  if (left.length === 0) {
    const expected = 'a list that leaves at least one tier, because this policy selects no pool';
    return [{ path, found, expected }];
  }
  if (left.includes('PLUS') || !sources.includes('userAuthEvents')) return [];
  const step = isExcluded ? 'a list without "PLUS"' : '["PLUS"]';
  return [{ path, found, expected: `${step}, because userAuthEvents needs the tier PLUS` }];
}
