import fc from 'fast-check';
import type { Crash, EventDelivery } from './steps.ts';

/** The names of the policies. A history edits, deletes and creates them again. */
export const POLICY_NAMES = ['alpha', 'beta', 'gamma'] as const;

/** The number of an entry's destination: 2 is also one of parameters, 4 contains the ID and 5 the name of the pool. */
type Destination = number | undefined;

/** The value that an edit writes to a policy. `fault` selects what is wrong with it; undefined: nothing. */
export interface PolicyWanted {
  readonly precedence: 'Mandatory' | 'Default';
  readonly priority: number;
  readonly select: Selector;
  readonly notification: Destination;
  readonly signIns: Destination;
  readonly mode: 'Enforce' | 'Observe';
  readonly onDelete: 'Retain' | 'Clear';
  /** The waves of its rollout; undefined: the default. */
  readonly waves: readonly (number | string)[] | undefined;
  readonly fault: 'json' | 'select' | 'priority' | 'account' | 'key' | undefined;
}

export const SELECTORS = ['all', 'prod', 'dev-names', 'ids', 'plus', 'not-dev', 'tagged-not-shop'] as const;
export type Selector = (typeof SELECTORS)[number];

export const POOL_NAMES = ['a pool', 'dev-1', 'shop'] as const;
export type Env = 'prod' | 'dev' | undefined;

export type PolicyStep =
  | {
      readonly do: 'EditPolicy';
      readonly policy: number;
      readonly wanted: PolicyWanted;
      readonly eventDelivery: EventDelivery;
    }
  | { readonly do: 'DeletePolicy'; readonly policy: number; readonly eventDelivery: EventDelivery }
  | { readonly do: 'TagPool'; readonly at: number; readonly env: Env; readonly eventDelivery: EventDelivery }
  | {
      readonly do: 'RenamePool';
      readonly at: number;
      readonly name: (typeof POOL_NAMES)[number];
      readonly eventDelivery: EventDelivery;
    }
  /** A run of the policies function by its schedule, and of workers at the same time. */
  | { readonly do: 'Drive'; readonly crash: Crash | undefined; readonly workers: Workers }
  /** An operator resumes or aborts a rollout. */
  | { readonly do: 'CommandRollout'; readonly policy: number; readonly action: 'resume' | 'abort' }
  /** Runs of the policies function for edits and of workers at the same time. */
  | {
      readonly do: 'FanOut';
      readonly crash: Crash | undefined;
      readonly workers: Workers;
    };

type Workers = readonly { readonly priority: 'edits' | 'upkeep'; readonly crash: Crash | undefined }[];

const destination = fc.option(fc.integer({ min: 2, max: 5 }), { nil: undefined });

const withoutMacro = (number: Destination): Destination =>
  number === undefined ? undefined : Math.min(number, 3);

const wanted: fc.Arbitrary<PolicyWanted> = fc
  .record({
    precedence: fc.constantFrom('Mandatory' as const, 'Default' as const),
    priority: fc.constantFrom(10, 20),
    select: fc.constantFrom(...SELECTORS),
    notification: destination,
    signIns: destination,
    mode: fc.constantFrom('Enforce' as const, 'Enforce' as const, 'Enforce' as const, 'Observe' as const),
    onDelete: fc.constantFrom('Retain' as const, 'Clear' as const),
    waves: fc.constantFrom(undefined, ['100%'], ['100%'], [1, '100%'], [3, '50%', '100%']),
    fault: fc.oneof(
      { weight: 5, arbitrary: fc.constant(undefined) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          'json' as const,
          'select' as const,
          'priority' as const,
          'account' as const,
          'key' as const,
        ),
      },
    ),
  })
  // A policy has at least one entry.
  .map((one) =>
    one.notification === undefined && one.signIns === undefined ? { ...one, notification: 2 } : one,
  )
  // The account of an ARN that contains the ID or the name of the pool is checked for each pool, not in the policy.
  .map((one) =>
    one.fault === 'account'
      ? { ...one, notification: withoutMacro(one.notification), signIns: withoutMacro(one.signIns) }
      : one,
  );

interface Shared {
  readonly at: fc.Arbitrary<number>;
  readonly eventDelivery: fc.Arbitrary<EventDelivery>;
  readonly crash: fc.Arbitrary<Crash | undefined>;
}

const policy = fc.nat(POLICY_NAMES.length - 1);

export const editPolicy = ({ eventDelivery }: Pick<Shared, 'eventDelivery'>) =>
  fc.record({ do: fc.constant('EditPolicy' as const), policy, wanted, eventDelivery });
export const deletePolicy = ({ eventDelivery }: Pick<Shared, 'eventDelivery'>) =>
  fc.record({ do: fc.constant('DeletePolicy' as const), policy, eventDelivery });
export const tagPool = ({ at, eventDelivery }: Omit<Shared, 'crash'>) =>
  fc.record({
    do: fc.constant('TagPool' as const),
    at,
    env: fc.constantFrom<Env>('prod', 'prod', 'dev', undefined),
    eventDelivery,
  });

export function policySteps(shared: Shared): { weight: number; arbitrary: fc.Arbitrary<PolicyStep> }[] {
  const { at, eventDelivery, crash } = shared;
  const worker = fc.record({ priority: fc.constantFrom('edits' as const, 'upkeep' as const), crash });
  return [
    { weight: 10, arbitrary: editPolicy(shared) },
    { weight: 4, arbitrary: deletePolicy(shared) },
    { weight: 8, arbitrary: tagPool(shared) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('RenamePool' as const),
        at,
        name: fc.constantFrom(...POOL_NAMES),
        eventDelivery,
      }),
    },
    {
      weight: 12,
      arbitrary: fc.record({
        do: fc.constant('Drive' as const),
        crash,
        workers: fc.array(worker, { maxLength: 2 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('CommandRollout' as const),
        policy,
        action: fc.constantFrom('resume' as const, 'abort' as const),
      }),
    },
    {
      weight: 10,
      arbitrary: fc.record({
        do: fc.constant('FanOut' as const),
        crash,
        workers: fc.array(worker, { maxLength: 2 }),
      }),
    },
  ];
}
