import type { DestinationFinding, DestinationProblem } from '../domain/finding.ts';
import { hash } from '../domain/sampling.ts';
import type { Settings } from '../domain/settings.ts';
import { AwsCallError } from './errors.ts';
import { destinationEvent } from './events.ts';
import type { CallContext, Clock, DestinationCheck, FindingStore, Publisher, Telemetry } from './ports.ts';
import { publishOrCount } from './publish.ts';

export interface DestinationPorts {
  readonly destinations: DestinationCheck;
  readonly findings: FindingStore;
  readonly publisher: Publisher;
  readonly telemetry: Telemetry;
  readonly clock: Clock;
  readonly settings: Settings;
}

/** Bounds the checks of one sweep or plan: `clr sweep` waits for its result. */
export const MAX_CHECK_DURATION_MS = 120_000;
/** CloudWatch Logs and Firehose allow about 5 of these calls per second, shared with all other clients. */
export const CHECK_SPACING_MS = 200;

/**
 * Checks each distinct destination once: first those with a finding, then the others in an order that differs from
 * sweep to sweep. It stops after two minutes or at the deadline, which is enough for about 600 destinations; the rest
 * have their turn in later sweeps. A finding stays until a check proves that the problem is solved. Reports new and
 * solved findings, and returns all current ones.
 *
 * @param pools how many pools send to each ARN
 */
export async function checkDestinations(
  ports: DestinationPorts,
  sweepId: string,
  pools: ReadonlyMap<string, number>,
  { deadline }: CallContext,
): Promise<readonly DestinationFinding[]> {
  if (!ports.settings.destinationChecks) return [];
  const { clock, telemetry } = ports;
  const before = new Map((await ports.findings.read()).map((finding) => [finding.Arn, finding]));
  const current = new Map<string, DestinationFinding>();
  const end = Math.min(deadline, clock.now().getTime() + MAX_CHECK_DURATION_MS);
  const isLate = (): boolean => clock.now().getTime() >= end;
  let checks = 0;
  let unchecked = 0;
  for (const arn of checkOrder([...pools.keys()], before, sweepId)) {
    if (checks > 0 && !isLate()) await clock.sleep(CHECK_SPACING_MS);
    const problem = isLate() ? 'Unknown' : await check(ports, arn);
    checks += 1;
    const known = before.get(arn);
    if (problem === 'Unknown') unchecked += 1;
    const Problem = problem === 'Unknown' ? known?.Problem : problem;
    if (Problem === undefined) continue;
    const Since = known?.Problem === Problem ? known.Since : clock.now().toISOString();
    current.set(arn, { Arn: arn, Problem, Since, Pools: pools.get(arn) ?? 0 });
  }
  if (unchecked > 0) telemetry.count('DestinationsUnchecked', unchecked);
  const findings = [...current.values()];
  if (findings.length > 0 || before.size > 0) await ports.findings.write(findings);
  await reportFindings(ports, sweepId, before, current);
  return findings;
}

const checkOrder = (
  arns: readonly string[],
  before: ReadonlyMap<string, DestinationFinding>,
  sweepId: string,
): readonly string[] => {
  const rank = new Map(arns.map((arn) => [arn, before.has(arn) ? -1 : hash(`${sweepId} ${arn}`)]));
  return [...arns].sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0));
};

/** Returns `Unknown` when the check fails: that neither proves nor solves a problem. */
async function check(
  { destinations, telemetry }: DestinationPorts,
  arn: string,
): Promise<DestinationProblem | 'Unknown' | undefined> {
  try {
    return await destinations.check(arn);
  } catch (error) {
    const name = error instanceof AwsCallError ? error.errorName : 'unexpected error';
    telemetry.warn('destination not checked', { destination: arn, error: name });
    return 'Unknown';
  }
}

async function reportFindings(
  ports: DestinationPorts,
  sweepId: string,
  before: ReadonlyMap<string, DestinationFinding>,
  current: ReadonlyMap<string, DestinationFinding>,
): Promise<void> {
  const found = [...current.values()].filter(({ Arn, Problem }) => before.get(Arn)?.Problem !== Problem);
  const solved = [...before.values()].filter(({ Arn }) => !current.has(Arn));
  for (const { Arn, Problem, Pools } of found)
    ports.telemetry.error('destination cannot receive logs', {
      destination: Arn,
      problem: Problem,
      pools: Pools,
    });
  const events = [
    ...found.map((finding) => destinationEvent('Destination Missing', sweepId, finding)),
    ...solved.map((finding) => destinationEvent('Destination Restored', sweepId, finding)),
  ];
  await publishOrCount(ports, events, { sweepId });
}
