import type { Outcome } from '../../lib/domain/outcome.ts';
import { parsePolicy } from '../../lib/domain/policy/parse.ts';
import type { ParsedPolicy, Policy } from '../../lib/domain/policy/policy.ts';
import type { SourceRecord } from '../../lib/domain/record.ts';
import { rankOf } from '../../lib/domain/rollout/rank.ts';
import { MAX_RANK, NO_RANK, type OpenRollout, type PolicyRollout } from '../../lib/domain/rollout/rollout.ts';
import type { RolloutStore } from '../../lib/reconcile/ports.ts';
import { ownedBy, policy } from './policies.ts';
import { NOON, settings } from './situation.ts';

/** A store in memory, whose rollouts a test reads and replaces. */
export interface MemoryRollouts extends RolloutStore {
  readonly stored: Map<string, PolicyRollout>;
}

export function memoryRollouts(...given: readonly PolicyRollout[]): MemoryRollouts {
  const stored = new Map(given.map((rollout) => [rollout.Name, rollout]));
  return {
    stored,
    read: async (names) => new Map([...stored].filter(([name]) => names.includes(name))),
    async write(rollout) {
      if ((stored.get(rollout.Name)?.Revision ?? 0) !== rollout.Revision - 1) return 'Conflict';
      stored.set(rollout.Name, rollout);
      return 'Stored';
    },
  };
}

/** Stores this text as the settled version of the policy, as if all waves of its rollout had ended. */
export async function settle(store: RolloutStore, name: string, text: string): Promise<void> {
  const before = (await store.read([name])).get(name);
  const Settled = { Text: text, At: NOON.toISOString() };
  await store.write({ Name: name, Revision: (before?.Revision ?? 0) + 1, Settled });
}

/** Returns a rollout that started at noon and whose first wave has not begun. */
export function openRollout(Text: string, over: Partial<OpenRollout> = {}): OpenRollout {
  const { Version: _version, ...rest } = open({ Text, Threshold: NO_RANK, Wave: -1 });
  return { ...rest, ...over };
}

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
