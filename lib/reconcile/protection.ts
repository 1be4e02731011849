import { sameConfiguration } from '../domain/difference.ts';
import { type PoolProblem, poolProblem, wantsSignIns } from '../domain/finding.ts';
import type { PoolKey } from '../domain/message/parsed-message.ts';
import { isSettled } from '../domain/outcome.ts';
import type { PoolRecord } from '../domain/record.ts';
import { isProtectionDue } from '../domain/sampling.ts';
import type { Settings } from '../domain/settings.ts';
import { AwsCallError } from './errors.ts';
import { deliveryEvent } from './events.ts';
import type { Finished } from './pool.ts';
import type {
  CallContext,
  Clock,
  PoolDescription,
  PoolDescriptions,
  Publisher,
  RecordStore,
  Telemetry,
} from './ports.ts';
import { publishOrCount } from './publish.ts';

export interface ProtectionPorts {
  readonly records: RecordStore;
  readonly descriptions: PoolDescriptions;
  readonly publisher: Publisher;
  readonly telemetry: Telemetry;
  readonly clock: Clock;
  readonly settings: Settings;
}

/**
 * Checks whether a pool that is in sync can deliver: its tier must be PLUS and threat protection must be on. Runs
 * only when the check is due, and reports when the problem begins and when it ends. If another worker stores the
 * record first, the result is stored in the new record once more. A denied check is counted, not thrown.
 */
export async function checkProtection(
  ports: ProtectionPorts,
  { userPoolId, cause }: PoolKey,
  { outcome, transitions, nothingToDo, description }: Finished,
  recorded: PoolRecord | undefined,
  context: CallContext,
): Promise<void> {
  if (!ports.settings.destinationChecks || !isSettled(outcome)) return;
  const wrotePool = transitions.some(({ transition }) => transition.After !== undefined);
  if (!isProtectionDue(userPoolId, cause, recorded, wrotePool)) return;
  const record = nothingToDo ? recorded : await ports.records.read(userPoolId);
  if (record === undefined || !isSettled(record.Status.Outcome)) return;
  const problem = await findProblem(ports, record, description, context);
  if (problem === 'Unknown') return;
  if ((await storeProblem(ports, record, problem)) !== 'Conflict') return;
  const newer = await ports.records.read(userPoolId);
  if (newer && isSettled(newer.Status.Outcome) && sameEntries(newer, record))
    await storeProblem(ports, newer, problem);
}

const sameEntries = ({ LastApplied: a = [] }: PoolRecord, { LastApplied: b = [] }: PoolRecord): boolean =>
  sameConfiguration(a, b);

/** Stores and reports the problem, or its end, if the record says something else. */
async function storeProblem(
  ports: ProtectionPorts,
  record: PoolRecord,
  problem: PoolProblem | undefined,
): Promise<'Stored' | 'Conflict' | 'Unchanged'> {
  if (problem === record.Finding?.Problem) return 'Unchanged';
  const { Finding: _before, ...rest } = record;
  const at = ports.clock.now().toISOString();
  const next: PoolRecord = {
    ...rest,
    Revision: record.Revision + 1,
    ...(problem && { Finding: { Problem: problem, Since: at } }),
  };
  if ((await ports.records.write(next)) === 'Conflict') return 'Conflict';
  await reportProblem(ports, next, problem, at);
  return 'Stored';
}

async function findProblem(
  { descriptions, telemetry }: ProtectionPorts,
  { UserPoolId, LastApplied = [] }: PoolRecord,
  known: PoolDescription | undefined,
  context: CallContext,
): Promise<PoolProblem | 'Unknown' | undefined> {
  if (!wantsSignIns(LastApplied)) return undefined;
  try {
    const protection = known ?? (await descriptions.read(UserPoolId, context));
    return protection ? poolProblem(LastApplied, protection) : 'Unknown';
  } catch (error) {
    if (!(error instanceof AwsCallError) || error.kind !== 'Permission') throw error;
    telemetry.count('DestinationsUnchecked');
    telemetry.warn('tier and threat protection not checked', {
      userPoolId: UserPoolId,
      error: error.errorName,
    });
    return 'Unknown';
  }
}

async function reportProblem(
  ports: ProtectionPorts,
  { UserPoolId: userPoolId, Revision: revision }: PoolRecord,
  problem: PoolProblem | undefined,
  at: string,
): Promise<void> {
  const { telemetry, settings } = ports;
  if (problem) telemetry.measure('PoolsNotDelivering', 1);
  telemetry.info(problem ? 'pool stopped delivering' : 'pool resumed delivering', {
    userPoolId,
    revision,
    problem,
  });
  const event = deliveryEvent(settings, { userPoolId, revision, problem, at });
  await publishOrCount(ports, [event], { userPoolId });
}
