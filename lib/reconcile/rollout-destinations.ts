import type { DestinationProblem } from '../domain/finding.ts';
import type { Candidate } from '../domain/rollout/progress.ts';
import type { Settings } from '../domain/settings.ts';
import { CHECK_SPACING_MS } from './destinations.ts';
import { AwsCallError } from './errors.ts';
import type { Clock, DestinationCheck, Telemetry } from './ports.ts';

export interface RolloutDestinationPorts {
  readonly destinations: DestinationCheck;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly settings: Settings;
}

/** Most policies have one or two destinations. With a macro, each pool can have its own. */
const MAX_CHECKS = 20;

/**
 * Checks the destinations of the pools that are done, and returns these pools as failed if their destination cannot receive logs. At
 * most 20 destinations are checked: those of the pools that come first in the rollout. A failed check proves nothing.
 */
export async function withDestinations(
  ports: RolloutDestinationPorts,
  candidates: readonly Candidate[],
): Promise<readonly Candidate[]> {
  if (!ports.settings.destinationChecks) return candidates;
  const sorted = candidates.toSorted((a, b) => a.rank - b.rank);
  const arns = new Set(sorted.flatMap(({ destinations }) => destinations));
  const problems = new Map<string, DestinationProblem>();
  for (const arn of [...arns].slice(0, MAX_CHECKS)) {
    const problem = await check(ports, arn);
    if (problem) problems.set(arn, problem);
    await ports.clock.sleep(CHECK_SPACING_MS);
  }
  return candidates.map((candidate) => {
    const arn = candidate.destinations.find((one) => problems.has(one));
    const problem = arn && problems.get(arn);
    return problem && candidate.state === 'Done'
      ? { ...candidate, state: 'Failed', reason: `${problem}: ${arn}` }
      : candidate;
  });
}

async function check(
  { destinations, telemetry }: RolloutDestinationPorts,
  arn: string,
): Promise<DestinationProblem | undefined> {
  try {
    return await destinations.check(arn);
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    telemetry.warn('destination not checked', { destination: arn, error: error.errorName });
    return undefined;
  }
}
