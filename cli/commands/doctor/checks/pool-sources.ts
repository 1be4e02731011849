import { dividedOwners } from '../../../../lib/domain/decide/sources/divided-owners.ts';
import type { LosingLayer } from '../../../../lib/domain/policy/layers.ts';
import { compareRank, formatOwner } from '../../../../lib/domain/policy/owner.ts';
import type { SourceResolution } from '../../../../lib/domain/policy/resolve.ts';
import { formatIssue } from '../../../../lib/domain/validation-issue.ts';
import { frozenBy, frozenText } from '../../../policies/frozen.ts';
import { ownerText, ownerView } from '../../../policies/owner-view.ts';
import type { PlannedPool } from '../../../pools/plan-pool.ts';
import { type Finding, ok, problem, warning, withValues } from '../finding.ts';
import { editPolicy } from './policies.ts';
import { INCLUDE_ALL_SETTINGS, updatePool } from './pool-tier.ts';

/** Returns the owners of the event sources; undefined if the parameter owns both, or nothing does. */
export function ownersOf(planned: PlannedPool): readonly SourceResolution[] | undefined {
  const resolutions = resolutionsOf(planned);
  return resolutions.some(({ winner }) => winner.kind !== 'Free') ? resolutions : undefined;
}

/** Reports which policy manages each event source, and why one is rejected. The parameter has its own findings. */
export const checkSources = (
  id: string,
  resolutions: readonly SourceResolution[],
  planned: PlannedPool | undefined,
): readonly Finding[] => [
  ...resolutions.flatMap((one) => checkSource(id, one, planned)),
  ...checkUncovered(id, resolutions),
];

/** Returns the owners of the event sources as the service finds them; none if the parameter owns both. */
export const resolutionsOf = (planned: PlannedPool | undefined): readonly SourceResolution[] =>
  (planned?.situation && dividedOwners(planned.situation)) ?? [];

/** Warns of each policy that would own an event source of the pool, if its tier could have it. */
export const checkUncovered = (id: string, resolutions: readonly SourceResolution[]): readonly Finding[] =>
  resolutions.flatMap(({ source, winner, others }) =>
    others
      .filter(({ owner, isUncovered }) => isUncovered && isBefore(owner, winner))
      .map(({ owner, reason }) =>
        withValues(
          warning(
            id,
            `${source} is uncovered: ${formatOwner(owner)} is ${reason}.`,
            `The policy selects the pool, but the pool does not send ${source} because of it. ${INCLUDE_ALL_SETTINGS} To keep the tier, exclude the pool from the policy.`,
            updatePool(id, '--user-pool-tier PLUS'),
          ),
          { SOURCE: source },
        ),
      ),
  );

/** A policy without an effect because another layer goes before it is not a problem. */
const isBefore = (owner: LosingLayer['owner'], winner: SourceResolution['winner']): boolean =>
  winner.kind === 'Free' || compareRank(owner, winner.owner) < 0;

function checkSource(
  id: string,
  resolution: SourceResolution,
  planned: PlannedPool | undefined,
): readonly Finding[] {
  const { source, winner } = resolution;
  if (winner.kind === 'Free' || winner.owner.Kind === 'Parameter') return [];
  const { owner } = winner;
  const rejects = (message: string, by: string): Finding =>
    withValues(problem(id, message, by, editPolicy(owner.Name)), { SOURCE: source });
  switch (winner.kind) {
    case 'Rejected':
      return winner.issues.map((issue) =>
        rejects(formatIssue(issue), `The service rejects ${source} because of ${formatOwner(owner)}.`),
      );
    case 'Frozen': {
      const { facts, policies = [] } = planned?.situation?.policies ?? {};
      const by = frozenBy({ userPoolId: id, facts, policies }, resolution);
      return [
        ok(
          id,
          `${source} of ${formatOwner(owner)} is left unchanged${by === undefined ? '' : `: ${frozenText(by)}`}.`,
        ),
      ];
    }
    case 'Owned': {
      const managed = ok(id, `${source} is managed by ${ownerText(ownerView(owner))}.`);
      const status = planned?.recorded?.Sources?.[source]?.Status;
      if (status?.Outcome !== 'Rejected') return [managed];
      const by = `${source} of ${formatOwner(owner)} was rejected. The next sweep tries again.`;
      return [managed, ...status.Reasons.map((reason) => rejects(reason, by))];
    }
  }
}
