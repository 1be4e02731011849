import type { DestinationFinding, DestinationProblem } from '../domain/finding.ts';
import { hash } from '../domain/sampling.ts';
import type { Settings } from '../domain/settings.ts';
import { AwsCallError } from './errors.ts';
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

/** A sweep has other things to do, and its answer is waited for. */
const LONGEST_MS = 120_000;
/** CloudWatch Logs and Firehose answer some 5 such looks a second, and people's own tools ask too. */
const SPACING_MS = 200;

/**
 * Looks at each distinct destination once, those found wanting before first, the others in an order of this
 * sweep's own, until two minutes are over or the attempt's deadline has come: some 600 a sweep, and what was left
 * out comes first another time. A finding stands until
 * a look says otherwise. Tells what is new and what has ended; answers the findings that stand.
 */
export async function checkDestinations(
  ports: DestinationPorts,
  sweepId: string,
  /** How many pools send to each ARN. */
  pools: ReadonlyMap<string, number>,
  { deadline }: CallContext,
): Promise<readonly DestinationFinding[]> {
  if (!ports.settings.destinationChecks) return [];
  const { clock, telemetry } = ports;
  const before = new Map((await ports.findings.read()).map((finding) => [finding.Arn, finding]));
  const standing = new Map<string, DestinationFinding>();
  const end = Math.min(deadline, clock.now().getTime() + LONGEST_MS);
  const isLate = (): boolean => clock.now().getTime() >= end;
  let looks = 0;
  let unchecked = 0;
  for (const arn of inOrder([...pools.keys()], before, sweepId)) {
    if (looks > 0 && !isLate()) await clock.sleep(SPACING_MS);
    const problem = isLate() ? 'Unknown' : await look(ports, arn);
    looks += 1;
    const known = before.get(arn);
    if (problem === 'Unknown') unchecked += 1;
    const Problem = problem === 'Unknown' ? known?.Problem : problem;
    if (Problem === undefined) continue;
    const Since = known?.Problem === Problem ? known.Since : clock.now().toISOString();
    standing.set(arn, { Arn: arn, Problem, Since, Pools: pools.get(arn) ?? 0 });
  }
  if (unchecked > 0) telemetry.count('DestinationsUnchecked', unchecked);
  const findings = [...standing.values()];
  if (findings.length > 0 || before.size > 0) await ports.findings.write(findings);
  await tell(ports, sweepId, before, standing);
  return findings;
}

const inOrder = (
  arns: readonly string[],
  before: ReadonlyMap<string, DestinationFinding>,
  sweepId: string,
): readonly string[] => {
  const rank = new Map(arns.map((arn) => [arn, before.has(arn) ? -1 : hash(`${sweepId} ${arn}`)]));
  return [...arns].sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0));
};

/** `Unknown`: it could not be told, which is no reason to say that it is missing, or is back. */
async function look(
  { destinations, telemetry }: DestinationPorts,
  arn: string,
): Promise<DestinationProblem | 'Unknown' | undefined> {
  try {
    return await destinations.check(arn);
  } catch (failure) {
    const error = failure instanceof AwsCallError ? failure.errorName : 'unexpected failure';
    telemetry.warn('a destination could not be looked at', { destination: arn, error });
    return 'Unknown';
  }
}

async function tell(
  ports: DestinationPorts,
  sweepId: string,
  before: ReadonlyMap<string, DestinationFinding>,
  standing: ReadonlyMap<string, DestinationFinding>,
): Promise<void> {
  const fresh = [...standing.values()].filter(({ Arn, Problem }) => before.get(Arn)?.Problem !== Problem);
  const ended = [...before.values()].filter(({ Arn }) => !standing.has(Arn));
  const events = [
    ...fresh.map((finding) => event('Destination Missing', sweepId, finding)),
    ...ended.map((finding) => event('Destination Restored', sweepId, finding)),
  ];
  for (const { Arn, Problem, Pools } of fresh)
    ports.telemetry.error('a destination takes no logs', {
      destination: Arn,
      problem: Problem,
      pools: Pools,
    });
  await publishOrCount(ports, events, { sweepId });
}

/** `Restored` also of a destination to which no pool sends any more. */
const event = (
  detailType: 'Destination Missing' | 'Destination Restored',
  sweepId: string,
  { Arn, Problem, Since, Pools }: DestinationFinding,
) => ({
  detailType,
  resources: [Arn],
  detail: {
    version: '1',
    id: `${sweepId}/${Arn}`,
    sweepId,
    destination: Arn,
    problem: Problem,
    since: Since,
    pools: Pools,
  },
});
