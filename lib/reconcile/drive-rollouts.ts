import type { StoredParameter } from '../domain/desired.ts';
import type { Freeze, StoredFreeze } from '../domain/freeze.ts';
import { isLookDue } from '../domain/rollout/due.ts';
import { continued, paused } from '../domain/rollout/freeze.ts';
import { needsDriver, type PolicyRollout } from '../domain/rollout/rollout.ts';
import { type AdvancePorts, advanceRollouts, type CatchUp } from './advance-rollouts.ts';
import { collect } from './collect.ts';
import { type FreezePorts, markFrozen, readFreeze } from './freeze.ts';
import { type FleetLookPorts, lookAtFleet } from './look-at-fleet.ts';
import { noticePolicies, store } from './notice-policies.ts';
import { parseText } from './policy-inputs.ts';
import type { CallContext, Clock, FreezeStore, RecordSummary, RolloutStore } from './ports.ts';
import { reportHalted } from './report-rollouts.ts';
import { waitForReads } from './wait-for-reads.ts';

export interface RolloutPorts extends FleetLookPorts, AdvancePorts, FreezePorts {
  readonly desired: FleetLookPorts['desired'] & FreezePorts['desired'];
  readonly freeze: FreezeStore;
  readonly clock: Clock;
  readonly rollouts: RolloutStore;
}

/**
 * Drives the rollouts of policies. The schedule calls it without names: it lists the fleet only if a wave has to begin or end, or if a
 * rollout that ended has left pools behind. An edit calls it with the names of the edited policies: it starts their rollouts and
 * reports invalid policies and how many pools the policies cover. Reads may lag behind the edit [unverified], so the policies are
 * read once more after `recheckDelay`. It does not wait for a sweep and can run while one runs, also twice: each stored step is
 * conditional. While the service is frozen, rollouts pause: no version is noticed, and no wave begins or ends. Throws AwsCallError
 * when a listing or the queue fails; the next call repeats the step.
 */
export const driveRollouts =
  (ports: RolloutPorts) =>
  async (
    { names }: { readonly names: readonly string[] },
    context: CallContext,
  ): Promise<{ readonly sent: number }> => {
    const first = await drive(ports, names, context);
    if (names.length === 0) return { sent: first.sent };
    await waitForReads(ports);
    const now = await ports.desired.readPolicies(names, context);
    // A sweep whose reads lag can have removed the name of a new policy.
    await ports.policyNames.add([...now.keys()]);
    const isSame = names.every((name) => now.get(name)?.value === first.parameters.get(name)?.value);
    if (isSame) return { sent: first.sent };
    const second = await drive(ports, names, context);
    return { sent: first.sent + second.sent };
  };

interface Driven {
  readonly sent: number;
  readonly parameters: ReadonlyMap<string, StoredParameter>;
}

async function drive(ports: RolloutPorts, edited: readonly string[], context: CallContext): Promise<Driven> {
  // The workers must know a new policy before they receive a message about it.
  await ports.policyNames.add(edited);
  const names = await ports.policyNames.read();
  const before = await ports.rollouts.read(names);
  if (edited.length === 0 && names.every((name) => isIdle(before.get(name))))
    return { sent: 0, parameters: new Map() };
  const records = once(() => collect(ports.records.pages()));
  // The reads of parameters are one call.
  const [freeze, parameters, stored] = await Promise.all([
    readFreeze(ports, context),
    ports.desired.readPolicies(names, context),
    ports.freeze.read(),
  ]);
  if (freeze) return pause(ports, edited, freeze, before);
  const running = await storeEach(ports, before, continued);
  const found = { names, parameters, rollouts: running, records, freeze: stored.recorded };
  const rollouts = await noticePolicies(ports, found);
  const catchUp = catchUpOf(stored);
  const isDue = edited.length > 0 || (await isAnyDue(ports, rollouts, records, catchUp));
  if (!isDue) {
    reportHalted(ports.telemetry, rollouts.values());
    return { sent: 0, parameters };
  }
  const look = await lookAtFleet(ports, { names, parameters, records: await records() }, rollouts, context);
  // The look can take minutes.
  const frozenNow = await readFreeze(ports, context);
  if (frozenNow) return pause(ports, edited, frozenNow, rollouts);
  const after = await advanceRollouts(ports, look, rollouts, catchUp);
  reportHalted(ports.telemetry, after.rollouts.values());
  ports.telemetry.info('policy changes sent to pools', { policies: edited, pools: after.sent });
  return { sent: after.sent, parameters };
}

/** Pauses the rollouts. The sweep after the freeze notices the edits. */
async function pause(
  ports: RolloutPorts,
  edited: readonly string[],
  freeze: Freeze,
  rollouts: ReadonlyMap<string, PolicyRollout>,
): Promise<Driven> {
  await markFrozen(ports, freeze);
  await storeEach(ports, rollouts, paused);
  reportHalted(ports.telemetry, rollouts.values());
  ports.telemetry.info('rollouts paused by the freeze', { policies: edited });
  return { sent: 0, parameters: new Map() };
}

/** Stores the next state of each rollout that has one, and returns all rollouts after that. */
async function storeEach(
  ports: RolloutPorts,
  rollouts: ReadonlyMap<string, PolicyRollout>,
  nextOf: typeof paused,
): Promise<ReadonlyMap<string, PolicyRollout>> {
  const result = new Map(rollouts);
  for (const rollout of rollouts.values()) {
    const next = nextOf(rollout, ports.clock.now());
    if (next) await store(ports, result, next, rollout);
  }
  return result;
}

/** Until a sweep follows the freeze up, it is not known how long the service catches up: waves have time from the end of the freeze. */
function catchUpOf({ recorded, catchUpUntil }: StoredFreeze): CatchUp {
  const until = recorded?.At ?? catchUpUntil;
  return until === undefined ? {} : { catchUpUntil: new Date(until) };
}

/** A policy without an item is new, invalid, or was deleted. */
const isIdle = (rollout: PolicyRollout | undefined): boolean =>
  rollout !== undefined && !needsDriver(rollout);

async function isAnyDue(
  ports: RolloutPorts,
  rollouts: ReadonlyMap<string, PolicyRollout>,
  records: () => Promise<readonly RecordSummary[]>,
  catchUp: CatchUp,
): Promise<boolean> {
  const open = [...rollouts.values()].filter(needsDriver);
  if (open.length === 0) return false;
  const { settings, clock } = ports;
  const inputs = { waiting: await ports.backlog.waiting(), time: { ...catchUp, now: clock.now() }, settings };
  for (const rollout of open) {
    const parse = (given: { readonly Text: string } | undefined) =>
      given && parseText(given.Text, rollout.Name, settings);
    const known = rollout.Open?.Status === 'Running' ? await records() : [];
    if (isLookDue(rollout, parse(rollout.Open), known, { ...inputs, settled: parse(rollout.Settled) }))
      return true;
  }
  return false;
}

/** Returns a function that calls `read` at most once. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= read();
    return result;
  };
}
