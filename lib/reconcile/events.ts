import type { Actor } from '../domain/actor.ts';
import type { PoolArrival } from '../domain/arrival/arrival.ts';
import { difference, formatDifference } from '../domain/difference.ts';
import type { DestinationFinding, PoolProblem } from '../domain/finding.ts';
import type { Freeze } from '../domain/freeze.ts';
import type { Owner } from '../domain/policy/owner.ts';
import type { Transition } from '../domain/record.ts';
import type { OpenRollout, PolicyRollout } from '../domain/rollout/rollout.ts';
import { type PoolLocation, poolArn } from '../domain/user-pool-id.ts';
import type { Fleet } from './fleet.ts';
import type { OverwrittenWrite } from './overwritten-writes.ts';
import type { ServiceEvent } from './ports.ts';

/**
 * Builds every event that the service publishes. `id` is the same each time an event is published again, so that a
 * consumer can drop duplicates. docs/events.md describes the events; docs/events/ has a schema for each `detail`.
 */
const event = (
  detailType: string,
  resources: readonly string[],
  { version = '1', ...detail }: Readonly<Record<string, unknown>> & { readonly id: string },
): ServiceEvent => ({ detailType, resources, detail: { version, ...detail } });

/** A transition and the record revision that contains it. */
export interface StoredTransition {
  readonly transition: Transition;
  readonly revision: number;
}

/**
 * `Pool <Outcome>`. Version 2 since `witness` became `actor` and two outcomes were renamed. One revision can contain a
 * transition of each event source, so the id of these events contains the event source too.
 */
export function poolEvent(
  location: PoolLocation,
  userPoolId: string,
  { transition, revision }: StoredTransition,
): ServiceEvent {
  const { Before: before, After: after, Actor: actor, EventSource: eventSource, Owner: owner } = transition;
  const { From, To, Reasons, At } = transition;
  return event(`Pool ${To}`, [poolArn(location, userPoolId)], {
    version: '2',
    id: [userPoolId, revision, ...(eventSource ? [eventSource] : [])].join('/'),
    userPoolId,
    ...(eventSource && { eventSource }),
    ...(owner && { owner: ownerOf(owner) }),
    outcome: To,
    previousOutcome: From,
    reasons: Reasons,
    at: At,
    ...(before && after && { differences: difference(before, after).map(formatDifference) }),
    ...(before && { before }),
    ...(after && { after }),
    ...(actor && { actor: actorOf(actor) }),
  });
}

const actorOf = ({ Arn, At, EventName }: Actor): Readonly<Record<string, string>> => ({
  arn: Arn,
  at: At,
  eventName: EventName,
});

/** Published once for a write of another client that the service overwrote. */
export const foreignWriteEvent = (
  location: PoolLocation,
  userPoolId: string,
  { actor, window, revision }: OverwrittenWrite,
): ServiceEvent =>
  event('Foreign Write Overwritten', [poolArn(location, userPoolId)], {
    id: `${userPoolId}/${revision}/foreign-write`,
    userPoolId,
    actor: actorOf(actor),
    window: { from: window.From, to: window.To },
  });

const ownerOf = (owner: Owner): Readonly<Record<string, string>> =>
  owner.Kind === 'Policy' ? { kind: owner.Kind, policy: owner.Name } : { kind: owner.Kind };

/** `Delivery Stopped` with the problem, or `Delivery Resumed` when `problem` is undefined. */
export function deliveryEvent(
  location: PoolLocation,
  {
    userPoolId,
    revision,
    problem,
    at,
  }: {
    readonly userPoolId: string;
    readonly revision: number;
    readonly problem: PoolProblem | undefined;
    readonly at: string;
  },
): ServiceEvent {
  return event(problem ? 'Delivery Stopped' : 'Delivery Resumed', [poolArn(location, userPoolId)], {
    id: `${userPoolId}/${revision}`,
    userPoolId,
    at,
    ...(problem && { problem }),
  });
}

/** `Destination Restored` is also published for a destination that no pool uses any more. */
export function destinationEvent(
  detailType: 'Destination Missing' | 'Destination Restored',
  sweepId: string,
  { Arn, Problem, Since, Pools }: DestinationFinding,
): ServiceEvent {
  return event(detailType, [Arn], {
    id: `${sweepId}/${Arn}`,
    sweepId,
    destination: Arn,
    problem: Problem,
    since: Since,
    pools: Pools,
  });
}

export const sweepStartedEvent = (sweepId: string): ServiceEvent =>
  event('Sweep Started', [], { id: `${sweepId}/started`, sweepId, at: sweepId });

/** Published by the first of several sweeps that put a mass deletion, or the loss of a policy's pools, on hold. */
export const sweepHeldEvent = ({ SweepId, At, Managed, Lost, HeldPolicies = [] }: Fleet): ServiceEvent =>
  event('Sweep Held', [], {
    id: `${SweepId}/held`,
    sweepId: SweepId,
    at: At,
    managed: Managed,
    lost: Lost,
    ...(HeldPolicies.length > 0 && { policies: HeldPolicies }),
  });

/** Published by the first function that finds the service frozen. */
export const frozenEvent = ({ reason, issue }: Freeze, at: string): ServiceEvent =>
  event('Service Frozen', [], { id: `freeze/${at}`, at, ...(reason && { reason }), ...(issue && { issue }) });

/** Published by the first sweep after a freeze, when it has sent a message for every pool. */
export const unfrozenEvent = (since: string, at: string): ServiceEvent =>
  event('Service Unfrozen', [], { id: `freeze/${since}/ended`, since, at });

/** Published once for each edit that makes a policy invalid, or invalid in another way. */
export const policyRejectedEvent = (policy: string, reasons: readonly string[], at: string): ServiceEvent =>
  event('Policy Rejected', [], { id: `policies/${policy}/${at}`, policy, reasons, at });

export type RolloutEventType =
  | 'Rollout Started'
  | 'Rollout Halted'
  | 'Rollout Resumed'
  | 'Rollout Aborted'
  | 'Rollout Completed';

/** `Rollout Started`, `Halted`, `Resumed`, `Aborted` or `Completed`. Contains no value of the policy. */
export const rolloutEvent = (
  detailType: RolloutEventType,
  { Name: policy, Revision }: PolicyRollout,
  { StartedAt, Pools, Failed, Total, Wave, Stopped, Failures }: OpenRollout,
): ServiceEvent =>
  event(detailType, [], {
    id: `policies/${policy}/${Revision}`,
    policy,
    startedAt: StartedAt,
    wave: Wave + 1,
    pools: Pools,
    failed: Failed,
    total: Total,
    ...(Stopped && { reason: Stopped.Reason, at: Stopped.At }),
    ...(Failures.length > 0 && {
      failures: Failures.map(({ UserPoolId, Reason }) => ({ userPoolId: UserPoolId, reason: Reason })),
    }),
  });

/** Published once for each new pool that two sweeps in a row find without a parameter. */
export const unmanagedPoolEvent = (
  location: PoolLocation,
  sweepId: string,
  pool: { readonly userPoolId: string; readonly userPoolName: string },
): ServiceEvent =>
  event('Unmanaged Pool Found', [poolArn(location, pool.userPoolId)], {
    id: `${sweepId}/${pool.userPoolId}`,
    sweepId,
    ...pool,
    at: sweepId,
  });

/**
 * `Logs Not Arriving`: two windows with activity had no record. `Logs Not Arriving Ended`: `ended` is the new result, which
 * is not always `Arriving`: the pool may no longer be managed, or have another destination.
 */
export const arrivalEvent = (
  location: PoolLocation,
  detailType: 'Logs Not Arriving' | 'Logs Not Arriving Ended',
  at: string,
  { UserPoolId, Destination, MissedSince, LastRecordAt }: PoolArrival,
  ended: { readonly Result: string; readonly Reason?: string; readonly LastRecordAt?: string } | undefined,
): ServiceEvent => {
  const last = ended?.LastRecordAt ?? LastRecordAt;
  return event(detailType, [poolArn(location, UserPoolId), Destination], {
    id: `arrival/${at}/${UserPoolId}`,
    userPoolId: UserPoolId,
    destination: Destination,
    at,
    ...(MissedSince !== undefined && { since: MissedSince }),
    ...(last !== undefined && { lastRecordAt: last }),
    ...(ended && { result: ended.Result, ...(ended.Reason !== undefined && { reason: ended.Reason }) }),
  });
};
