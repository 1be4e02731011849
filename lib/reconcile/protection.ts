import { type PoolProblem, poolProblem, wantsSignIns } from '../domain/finding.ts';
import type { PoolKey } from '../domain/message.ts';
import { isSettled } from '../domain/outcome.ts';
import type { PoolRecord } from '../domain/record.ts';
import { isProtectionDue } from '../domain/sampling.ts';
import type { Settings } from '../domain/settings.ts';
import { AwsCallError } from './errors.ts';
import type { Finished } from './pool.ts';
import type { CallContext, Clock, PoolProtections, Publisher, RecordStore, Telemetry } from './ports.ts';
import { publishOrCount } from './publish.ts';
import { poolArn } from './report.ts';

export interface ProtectionPorts {
  readonly records: RecordStore;
  readonly protections: PoolProtections;
  readonly publisher: Publisher;
  readonly telemetry: Telemetry;
  readonly clock: Clock;
  readonly settings: Settings;
}

/**
 * A pool as desired may export nothing all the same: below the tier PLUS, or with threat protection off. Looks
 * when it is due, and tells when that begins and when it ends. Whoever stores a record meanwhile looks for
 * himself. Throws AwsCallError and RateLimitTimeoutError; where the deployment may not look, that is counted.
 */
export async function checkProtection(
  ports: ProtectionPorts,
  { userPoolId, cause }: PoolKey,
  { outcome, transitions }: Finished,
  recorded: PoolRecord | undefined,
  context: CallContext,
): Promise<void> {
  if (!ports.settings.destinationChecks || !isSettled(outcome)) return;
  const wrotePool = transitions.some(({ transition }) => transition.After !== undefined);
  if (!isProtectionDue(userPoolId, cause, recorded, wrotePool)) return;
  const record = transitions.length === 0 ? recorded : await ports.records.read(userPoolId);
  if (record === undefined || !isSettled(record.Status.Outcome)) return;
  const problem = await lookFor(ports, record, context);
  if (problem === 'Unknown' || problem === record.Finding?.Problem) return;
  const { Finding: _before, ...rest } = record;
  const at = ports.clock.now().toISOString();
  const next: PoolRecord = {
    ...rest,
    Revision: record.Revision + 1,
    ...(problem && { Finding: { Problem: problem, Since: at } }),
  };
  if ((await ports.records.write(next)) === 'Conflict') return;
  await tell(ports, next, problem, at);
}

async function lookFor(
  { protections, telemetry }: ProtectionPorts,
  { UserPoolId, LastApplied = [] }: PoolRecord,
  context: CallContext,
): Promise<PoolProblem | 'Unknown' | undefined> {
  if (!wantsSignIns(LastApplied)) return undefined;
  try {
    const protection = await protections.read(UserPoolId, context);
    return protection ? poolProblem(LastApplied, protection) : 'Unknown';
  } catch (failure) {
    if (!(failure instanceof AwsCallError) || failure.kind !== 'Permission') throw failure;
    telemetry.count('DestinationsUnchecked');
    telemetry.warn('the pool’s tier could not be looked at', {
      userPoolId: UserPoolId,
      error: failure.errorName,
    });
    return 'Unknown';
  }
}

async function tell(
  ports: ProtectionPorts,
  { UserPoolId, Revision }: PoolRecord,
  problem: PoolProblem | undefined,
  at: string,
): Promise<void> {
  const { telemetry, settings } = ports;
  const detailType = problem ? 'Delivery Stopped' : 'Delivery Resumed';
  if (problem) telemetry.measure('PoolsNotDelivering', 1);
  telemetry.info(detailType, { userPoolId: UserPoolId, revision: Revision, problem });
  const detail = {
    version: '1',
    id: `${UserPoolId}/${Revision}`,
    userPoolId: UserPoolId,
    at,
    ...(problem && { problem }),
  };
  await publishOrCount(ports, [{ detailType, resources: [poolArn(settings, UserPoolId)], detail }], {
    userPoolId: UserPoolId,
  });
}
