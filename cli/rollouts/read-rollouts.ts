import type { PolicyRollout } from '../../lib/domain/rollout/rollout.ts';
import { parseText } from '../../lib/reconcile/policy-inputs.ts';
import type { OpenService } from '../service/open-service.ts';
import { type RolloutView, rolloutView } from './rollout-view.ts';

type Ports = Pick<OpenService, 'policyNames' | 'rollouts' | 'settings'>;

/** Returns the open rollouts by the name of the policy. Reads only the state table, and that only in a fleet with policies. */
export async function readRollouts(
  service: Ports,
  names: ReadonlyMap<string, string> = new Map(),
): Promise<readonly RolloutView[]> {
  const policies = await service.policyNames.read();
  if (policies.length === 0) return [];
  return rolloutViews(service, (await service.rollouts.read(policies)).values(), names);
}

/** Returns the open ones of these rollouts, by the name of the policy. */
export const rolloutViews = (
  { settings }: Pick<OpenService, 'settings'>,
  rollouts: Iterable<PolicyRollout>,
  names: ReadonlyMap<string, string> = new Map(),
): readonly RolloutView[] =>
  [...rollouts]
    .flatMap((one) => rolloutView(one, (text, name) => parseText(text, name, settings), names) ?? [])
    .toSorted((a, b) => (a.policy < b.policy ? -1 : 1));
