import { NO_RANK, type OpenRollout, type PolicyRollout } from '../../lib/domain/rollout/rollout.ts';
import type { RolloutStore } from '../../lib/reconcile/ports.ts';
import { NOON } from './situation.ts';

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
export const openRollout = (Text: string, over: Partial<OpenRollout> = {}): OpenRollout => ({
  Text,
  Status: 'Running',
  StartedAt: NOON.toISOString(),
  Threshold: NO_RANK,
  Wave: -1,
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
