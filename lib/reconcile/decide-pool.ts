import type { Action, Situation } from '../domain/decide/action.ts';
import { needsObserved } from '../domain/decide/action.ts';
import { decide } from '../domain/decide/decide.ts';
import {
  carriesForeignEntry,
  dividedOwners,
  type OwnerInputs,
  sourcesNeedObserved,
} from '../domain/decide/sources/divided-owners.ts';
import type { Desired, StoredParameter } from '../domain/desired.ts';
import type { EventSource } from '../domain/log-configuration.ts';
import type { PoolKey } from '../domain/message/parsed-message.ts';
import { parseParameter } from '../domain/parameter/parse.ts';
import type { ParsedPolicy } from '../domain/policy/policy.ts';
import type { PoolRecord } from '../domain/record.ts';
import type { Settings } from '../domain/settings.ts';
import { factsOf, selectByFacts, writeByFacts } from './policy-inputs.ts';
import type { CallContext, Clock, LogDelivery, PoolDescription, PoolDescriptions } from './ports.ts';

/** The inputs of a decision that were read already. The record was read first, then the parameter and the policies. */
export interface Known {
  readonly recorded: PoolRecord | undefined;
  readonly stored: StoredParameter | undefined;
  /** The version of each policy that applies to the pool; empty in a fleet without policies. */
  readonly policies: readonly ParsedPolicy[];
}

export interface DecisionPorts {
  readonly delivery: Pick<LogDelivery, 'get'>;
  readonly descriptions: PoolDescriptions;
  readonly clock: Pick<Clock, 'now'>;
  readonly settings: Settings;
}

/** The results of earlier decisions of the same run for one pool. */
export interface Run {
  /** The description of the pool, if this run read it. `NotFound`: the pool does not exist. */
  readonly description?: PoolDescription | 'NotFound';
  readonly ownWrite?: boolean;
  readonly only?: EventSource;
}

export interface Decision {
  readonly desired: Desired;
  readonly situation: Situation;
  readonly action: Action;
  readonly description?: PoolDescription | 'NotFound';
}

/**
 * Decides for one pool by the service's own reads. `clr plan` uses it too: it reads and never writes. Facts of the pool that
 * come from the record are confirmed before a write or a release.
 */
export async function decidePool(
  ports: DecisionPorts,
  key: PoolKey,
  known: Known,
  run: Run,
  context: CallContext,
): Promise<Decision> {
  const { userPoolId } = key;
  const desired = parseParameter(known.stored, userPoolId, ports.settings);
  const describe = async () => (await ports.descriptions.read(userPoolId, context)) ?? 'NotFound';
  const description = run.description ?? (needsFactsFirst(key, known) ? await describe() : undefined);
  const first = await gather(ports, key, { ...known, desired }, description, context);
  const situation = { ...first, ownWrite: run.ownWrite ?? false, ...(run.only && { only: run.only }) };
  const action = decide(situation);
  const isConfirmed = description !== undefined || !writeByFacts(known.policies);
  if (action.type === 'Nothing' || isConfirmed)
    return { desired, situation, action, ...(description && { description }) };
  const confirmed = await describe();
  const again = { ...situation, ...policyInputs(known, confirmed) };
  // With the confirmed facts, an event source can have an owner that must be compared with the pool.
  if (again.observed === undefined && needsRead(again)) {
    const observed = await ports.delivery.get(userPoolId, context);
    const latest = { ...again, observed, now: ports.clock.now() };
    return { desired, situation: latest, action: decide(latest), description: confirmed };
  }
  return { desired, situation: again, action: decide(again), description: confirmed };
}

/** The facts of the record can be old. If they show that nothing applies to the pool, no write confirms them. */
const needsFactsFirst = ({ cause }: PoolKey, { policies, recorded }: Known): boolean =>
  (selectByFacts(policies) && recorded?.Facts === undefined) ||
  (writeByFacts(policies) && (cause.poolUpdated || cause.factsChanged === true));

function policyInputs(
  { policies, recorded }: Pick<Known, 'policies' | 'recorded'>,
  description: PoolDescription | 'NotFound' | undefined,
): Pick<Situation, 'policies'> {
  if (policies.length === 0) return {};
  const facts = description === undefined ? recorded?.Facts : factsOf(nonMissing(description));
  return { policies: { policies, facts } };
}

const nonMissing = (description: PoolDescription | 'NotFound'): PoolDescription | undefined =>
  description === 'NotFound' ? undefined : description;

async function gather(
  { delivery, clock, settings }: DecisionPorts,
  { userPoolId, cause }: PoolKey,
  known: Known & { readonly desired: Desired },
  description: PoolDescription | 'NotFound' | undefined,
  context: CallContext,
): Promise<Situation> {
  const { desired, recorded } = known;
  const policies = policyInputs(known, description);
  const isNeeded = needsRead({ userPoolId, desired, recorded, settings, ...policies });
  const observed = isNeeded ? await delivery.get(userPoolId, context) : undefined;
  return { userPoolId, desired, observed, recorded, now: clock.now(), settings, cause, ...policies };
}

function needsRead(inputs: OwnerInputs): boolean {
  const divided = dividedOwners(inputs);
  return divided
    ? sourcesNeedObserved(divided, inputs.recorded)
    : needsObserved(inputs.desired, inputs.recorded);
}

/** Returns whether the write carries over an entry that is not the service's. */
export function carriesOver({ situation, action }: Pick<Decision, 'situation' | 'action'>): boolean {
  if (action.type !== 'Apply' || action.sources === undefined) return false;
  const divided = dividedOwners(situation);
  return divided !== undefined && carriesForeignEntry(divided, situation.observed, action.sources);
}
