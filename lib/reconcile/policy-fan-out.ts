import type { PoolCoverage } from '../domain/policy/coverage.ts';
import { type ParsedPolicy, samePolicies } from '../domain/policy/policy.ts';
import { collect } from './collect.ts';
import { type FleetPolicyPorts, fleetCoverage, fleetPolicies } from './fleet-policies.ts';
import { listParameters } from './list-parameters.ts';
import { readPolicies } from './policy-inputs.ts';
import type { CallContext, Clock, DesiredListing, Queue, RecordListing, UserPoolListing } from './ports.ts';
import { type RejectedPoliciesPorts, reportRejectedPolicies } from './rejected-policies.ts';
import { coverageOfFleet, reportCoverage } from './report-coverage.ts';

export interface FanOutPorts extends FleetPolicyPorts, RejectedPoliciesPorts {
  readonly clock: Clock;
  readonly parameters: DesiredListing;
  readonly records: RecordListing;
  readonly pools: UserPoolListing;
  readonly queue: Queue;
}

/** The setting allows 15 minutes, which is more than an invocation has. */
const MAX_WAIT_SECONDS = 30;

/**
 * Sends one message for each pool that an edited policy selects or owns. It does not wait for a sweep and can run while one
 * runs, also twice. Reads may lag behind the edit [unverified], so the policies are read once more after `recheckDelay`, and
 * the messages are sent again if they changed. It also reports invalid policies and how many pools the policies cover. Throws
 * AwsCallError when a listing or the queue fails.
 */
export const fanOutPolicies =
  (ports: FanOutPorts) =>
  async (
    { names }: { readonly names: readonly string[] },
    context: CallContext,
  ): Promise<{ readonly sent: number }> => {
    const first = await sendConcerned(ports, names, context);
    const waitSeconds = Math.min(ports.settings.recheckDelaySeconds, MAX_WAIT_SECONDS);
    await ports.clock.sleep(waitSeconds * 1000);
    const now = await readPolicies(ports, names, context);
    // A sweep whose reads lag can have removed the name of a new policy.
    await ports.policyNames.add(now.map(({ name }) => name));
    const before = first.policies.filter(({ name }) => names.includes(name));
    if (samePolicies(before, now)) return { sent: first.sent };
    const second = await sendConcerned(ports, names, context);
    return { sent: first.sent + second.sent };
  };

async function sendConcerned(
  ports: FanOutPorts,
  names: readonly string[],
  context: CallContext,
): Promise<{ readonly sent: number; readonly policies: readonly ParsedPolicy[] }> {
  // The workers must know a new policy before they receive a message about it.
  await ports.policyNames.add(names);
  const records = await collect(ports.records.pages());
  const parameters = await listParameters(ports.parameters, context);
  const policies = await fleetPolicies(ports, parameters.policies, context);
  const listed = await collect(ports.pools.pages(context));
  const coverage = await fleetCoverage(ports, policies, { parameters, records, listed }, context);
  await reportRejectedPolicies(ports, policies);
  // The alarms on these must not wait for the next sweep.
  reportCoverage(ports.telemetry, coverageOfFleet(coverage, policies));
  const concerned = coverage.filter((pool) => isConcerned(pool, names));
  await ports.queue.send(
    'upkeep',
    concerned.map(({ userPoolId, hasNewFacts }) => ({
      Kind: 'Recheck',
      UserPoolId: userPoolId,
      ...(hasNewFacts && { ConfirmFacts: true }),
    })),
  );
  ports.telemetry.info('policy change sent to pools', { policies: names, pools: concerned.length });
  return { sent: concerned.length, policies };
}

const isConcerned = ({ policies, isUnknown, wasRejected }: PoolCoverage, names: readonly string[]): boolean =>
  isUnknown || wasRejected || names.some((name) => policies.has(name));
