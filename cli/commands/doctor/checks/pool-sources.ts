import { dividedOwners } from '../../../../lib/domain/decide/sources/divided-owners.ts';
import { formatOwner } from '../../../../lib/domain/policy/owner.ts';
import type { SourceResolution } from '../../../../lib/domain/policy/resolve.ts';
import { formatIssue } from '../../../../lib/domain/validation-issue.ts';
import { frozenBy, frozenText } from '../../../policies/frozen.ts';
import { ownerText, ownerView } from '../../../policies/owner-view.ts';
import type { PlannedPool } from '../../../pools/plan-pool.ts';
import { type Finding, ok, problem, withValues } from '../finding.ts';
import { editPolicy } from './policies.ts';

/** Returns the owners of the event sources; undefined if the parameter owns both, or nothing does. */
export function ownersOf({ situation }: PlannedPool): readonly SourceResolution[] | undefined {
  const resolutions = situation && dividedOwners(situation);
  return resolutions?.some(({ winner }) => winner.kind !== 'Free') ? resolutions : undefined;
}

/** Reports which policy manages each event source, and why one is rejected. The parameter has its own findings. */
export const checkSources = (
  id: string,
  resolutions: readonly SourceResolution[],
  planned: PlannedPool | undefined,
): readonly Finding[] => resolutions.flatMap((one) => checkSource(id, one, planned));

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
