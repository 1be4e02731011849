import { recordedOwners } from '../../../lib/domain/decide/sources/source-records.ts';
import { EVENT_SOURCES } from '../../../lib/domain/log-configuration.ts';
import type { ParsedPolicy } from '../../../lib/domain/policy/policy.ts';
import { factsOf } from '../../../lib/reconcile/policy-inputs.ts';
import { describeError } from '../../errors/describe-error.ts';
import { isObserving, previewsOf } from '../../policies/previews.ts';
import type { PlannedPool } from '../../pools/plan-pool.ts';
import type { PoolPlan, SourcePreview } from '../../pools/pool-plan.ts';
import type { OpenService } from '../../service/open-service.ts';
import { pluralize } from '../../terminal/text.ts';

type Ports = Pick<OpenService, 'delivery' | 'descriptions' | 'context' | 'settings'>;

/** Adds what each policy in mode Observe would change on the pool in mode Enforce. Does not change the plan itself. */
export async function withPreviews(ports: Ports, planned: PlannedPool): Promise<PlannedPool> {
  const { plan, situation } = planned;
  const policies = situation?.policies?.policies ?? [];
  if (situation === undefined || !policies.some(isObserving)) return planned;
  try {
    return { ...planned, plan: { ...plan, previews: await readPreviews(ports, situation, policies) } };
  } catch (error) {
    const reason = `The effect of the policies in mode Observe is not known: ${describeError(error).message}`;
    return { ...planned, plan: { ...plan, reasons: [...plan.reasons, reason] } };
  }
}

async function readPreviews(
  { delivery, descriptions, context, settings }: Ports,
  situation: NonNullable<PlannedPool['situation']>,
  policies: readonly ParsedPolicy[],
): Promise<readonly SourcePreview[]> {
  const { userPoolId, desired, recorded } = situation;
  const observed = situation.observed ?? (await delivery.get(userPoolId, context));
  if (observed.kind === 'PoolNotFound') return [];
  // Policies that select by IDs do not need the facts. Their entries can.
  const facts = situation.policies?.facts ?? factsOf(await descriptions.read(userPoolId, context));
  const pool = { userPoolId, desired, policies, facts, recorded: recordedOwners(recorded), settings };
  return EVENT_SOURCES.flatMap((eventSource) =>
    previewsOf({ ...pool, observed: observed.LogConfigurations }, eventSource)
      .filter(({ isSelected }) => isSelected !== false)
      .map((preview) => ({ eventSource, ...preview })),
  );
}

/** The effect of a policy in mode Observe on the planned pools, if its mode were Enforce. */
export interface ObservingSummary {
  readonly policy: string;
  /** The number of pools that it selects. */
  readonly selected: number;
  /** The number of pools of which it would change an event source. */
  readonly changed: number;
  /** The number of pools of which an event source would be rejected. */
  readonly rejected: number;
}

export const observingSummaries = (
  policies: readonly ParsedPolicy[],
  plans: readonly PoolPlan[],
): readonly ObservingSummary[] =>
  policies.filter(isObserving).map(({ name }) => {
    const pools = plans.map(({ previews = [] }) => previews.filter((one) => isOf(one, name)));
    const of = (matches: (one: SourcePreview) => boolean): number =>
      pools.filter((previews) => previews.some(matches)).length;
    return {
      policy: name,
      selected: of(() => true),
      changed: of(changes),
      rejected: of(({ isRejected }) => isRejected),
    };
  });

const isOf = ({ policy }: SourcePreview, name: string): boolean =>
  policy.kind === 'Policy' && policy.name === name;

const changes = ({ wouldOwn, differences }: SourcePreview): boolean => wouldOwn && differences.length > 0;

/** Returns for example `Policy "next" only observes: it would change 2 of 3 selected pools.` */
export function observingLine({ policy, selected, changed, rejected }: ObservingSummary): string {
  const also = rejected === 0 ? '' : `, and ${rejected} would be rejected`;
  return `Policy "${policy}" only observes: it would change ${changed} of ${pluralize(selected, 'selected pool')}${also}.`;
}

/** Returns the previews to show, each as a plan of one event source: the changes and the rejections. */
export const previewPlans = (plans: readonly PoolPlan[]): readonly PoolPlan[] =>
  plans.flatMap((plan) =>
    (plan.previews ?? [])
      .filter((preview) => changes(preview) || preview.isRejected)
      .map(({ policy, eventSource, isRejected, differences, reasons }): PoolPlan => {
        const name = policy.kind === 'Policy' ? policy.name : '';
        return {
          userPoolId: plan.userPoolId,
          ...(plan.userPoolName && { userPoolName: plan.userPoolName }),
          step: 'observe',
          why: isRejected
            ? `policy "${name}" (Observe) would be rejected for ${eventSource}`
            : `policy "${name}" (Observe) would change ${eventSource}`,
          differences,
          reasons,
        };
      }),
  );
