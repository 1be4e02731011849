import type { Outcome } from '../../lib/domain/outcome.ts';
import { parsePolicy } from '../../lib/domain/policy/parse.ts';
import type { ParsedPolicy, Policy } from '../../lib/domain/policy/policy.ts';
import type { SourceRecord } from '../../lib/domain/record.ts';
import { rankOf } from '../../lib/domain/rollout/rank.ts';
import { MAX_RANK, type OpenRollout, type PolicyRollout } from '../../lib/domain/rollout/rollout.ts';
import { ownedBy, policy } from './policies.ts';
import { NOON, settings } from './situation.ts';

/** Returns the text of a policy parameter. */
export function textOf(over: Partial<Policy> = {}): string {
  const { Name: _name, ...value } = policy(over);
  return JSON.stringify(value);
}

export const parseText = (text: string): ParsedPolicy =>
  parsePolicy({ name: 'sign-ins', type: 'String', value: text }, 'sign-ins', settings);

/** A running rollout in its last wave. A test overrides the values that it checks. */
export const open = (over: Partial<OpenRollout> = {}): OpenRollout => ({
  Text: textOf(),
  Version: 2,
  Status: 'Running',
  StartedAt: NOON.toISOString(),
  Threshold: MAX_RANK,
  Wave: 0,
  WaveStartedAt: NOON.toISOString(),
  Sent: true,
  Pools: 0,
  Done: 0,
  Failed: 0,
  Total: 0,
  Accepted: 0,
  Failures: [],
  EndedWaves: [],
  ...over,
});

export const rollout = (over: Partial<PolicyRollout> = {}): PolicyRollout => ({
  Name: 'sign-ins',
  Revision: 4,
  ...over,
});

/** Returns `count` pool IDs in the order of the rollouts of a policy. */
export const poolsByRank = (count: number, name = 'sign-ins'): readonly string[] =>
  Array.from({ length: count }, (_, at) => `eu-west-1_p${String(at).padStart(4, '0')}`).toSorted(
    (a, b) => rankOf(name, a) - rankOf(name, b),
  );

/** The record of an event source that a policy owns. */
export const sourceOf = (
  over: Partial<Policy> = {},
  Outcome: Outcome = 'Applied',
  Reasons: readonly string[] = [],
): SourceRecord => {
  const { LogConfigurations, OnDelete, Mode } = policy(over);
  return {
    Status: { Outcome, Reasons, Since: NOON.toISOString() },
    Owner: ownedBy(over),
    Desired: { LogConfigurations, OnDelete, Mode },
    Repairs: [],
    DriftCount: 0,
  };
};
