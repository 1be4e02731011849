import fc from 'fast-check';
import { deletePolicy, type Env, editPolicy, type PolicyStep, policySteps, tagPool } from './policy-steps.ts';

/** The value that an edit writes to a parameter. */
export type Wanted =
  | {
      readonly kind: 'Valid';
      readonly notification: number | undefined;
      readonly signIns: number | undefined;
      readonly mode: 'Enforce' | 'Observe' | undefined;
      readonly onDelete: 'Retain' | 'Clear' | undefined;
      /** Owns only the event sources of its entries. */
      readonly inherit: boolean;
    }
  | { readonly kind: 'Bad'; readonly which: number };

/** How an event is delivered. `late`: this many seconds later. */
export type EventDelivery = 'sent' | 'lost' | 'doubled' | { readonly late: number };

export interface Crash {
  readonly after: number;
  readonly carriedOut: boolean;
}

/** One step of a history; `at` selects one of the existing pools. */
export type Step =
  | PolicyStep
  | {
      readonly do: 'Edit';
      readonly at: number;
      readonly wanted: Wanted;
      readonly eventDelivery: EventDelivery;
    }
  | { readonly do: 'DeleteParameter'; readonly at: number; readonly eventDelivery: EventDelivery }
  | {
      readonly do: 'DeleteManyParameters';
      readonly from: number;
      readonly count: number;
      readonly eventDelivery: EventDelivery;
    }
  | {
      readonly do: 'Drift';
      readonly at: number;
      readonly notification: number | undefined;
      readonly signIns: number | undefined;
      readonly times: number;
      readonly eventDelivery: EventDelivery;
    }
  | {
      readonly do: 'CreatePool';
      readonly plus: boolean;
      readonly env: Env;
      readonly eventDelivery: EventDelivery;
    }
  | { readonly do: 'DeletePool'; readonly at: number; readonly eventDelivery: EventDelivery }
  | {
      readonly do: 'UpdatePool';
      readonly at: number;
      readonly plus: boolean;
      readonly protection: 'OFF' | 'AUDIT';
      readonly eventDelivery: EventDelivery;
    }
  /** The event starts a sweep; `lost`: the next sweep follows the freeze up. */
  | {
      readonly do: 'Freeze' | 'Unfreeze';
      /** A value that cannot be read freezes too. */
      readonly isReadable: boolean;
      readonly eventDelivery: 'sent' | 'lost';
    }
  | { readonly do: 'Deploy'; readonly mode: 'Enforce' | 'Observe' }
  | { readonly do: 'Wait'; readonly seconds: number }
  | { readonly do: 'Sweep'; readonly acceptDeletions: number; readonly crash: Crash | undefined }
  | {
      readonly do: 'Work';
      /** A step of another client during the work, after this many calls of the workers. */
      readonly interruption: { readonly after: number; readonly step: Step } | undefined;
      readonly workers: readonly {
        readonly priority: 'edits' | 'upkeep';
        readonly crash: Crash | undefined;
      }[];
    }
  | { readonly do: 'Fault'; readonly which: number; readonly count: number }
  | { readonly do: 'NoFaults' }
  | { readonly do: 'Junk'; readonly body: string };

const at = fc.nat(30);
const destination = fc.option(fc.nat(2), { nil: undefined });
const eventDelivery: fc.Arbitrary<EventDelivery> = fc.oneof(
  { weight: 7, arbitrary: fc.constant('sent' as const) },
  { weight: 1, arbitrary: fc.constant('lost' as const) },
  { weight: 1, arbitrary: fc.constant('doubled' as const) },
  { weight: 1, arbitrary: fc.record({ late: fc.integer({ min: 1, max: 4_000 }) }) },
);
const crash: fc.Arbitrary<Crash | undefined> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.record({ after: fc.nat(25), carriedOut: fc.boolean() }) },
);
const wantedWith = (inherit: fc.Arbitrary<boolean>): fc.Arbitrary<Wanted> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('Valid' as const),
        notification: destination,
        signIns: destination,
        mode: fc.constantFrom(undefined, undefined, 'Enforce' as const, 'Observe' as const),
        onDelete: fc.constantFrom(undefined, 'Retain' as const, 'Clear' as const, 'Clear' as const),
        inherit,
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('Bad' as const), which: fc.nat(5) }) },
  );
const worker = fc.record({
  priority: fc.constantFrom('edits' as const, 'upkeep' as const),
  crash,
});

const editOf = (wanted: fc.Arbitrary<Wanted>): fc.Arbitrary<Step> =>
  fc.record({ do: fc.constant('Edit' as const), at, wanted, eventDelivery });
const drift: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('Drift' as const),
  at,
  notification: destination,
  signIns: destination,
  times: fc.constant(1),
  eventDelivery,
});
const removal: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('DeleteParameter' as const),
  at,
  eventDelivery,
});
const freezing: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom<('Freeze' | 'Unfreeze')[]>('Freeze', 'Unfreeze', 'Unfreeze', 'Unfreeze'),
  isReadable: fc.boolean(),
  eventDelivery: fc.constantFrom('sent' as const, 'lost' as const),
});
const shared = { at, eventDelivery, crash };

/** The steps of a history, with or without policies. */
export function anyStep(hasPolicies: boolean): fc.Arbitrary<Step> {
  const edit = editOf(wantedWith(hasPolicies ? fc.boolean() : fc.constant(false)));
  const others = hasPolicies ? [editPolicy(shared), deletePolicy(shared), tagPool(shared)] : [];
  const interruption = fc.oneof(
    { weight: 2, arbitrary: fc.constant(undefined) },
    {
      weight: 1,
      arbitrary: fc.record({
        after: fc.nat(30),
        step: fc.oneof<fc.Arbitrary<Step>[]>(edit, edit, drift, removal, freezing, ...others),
      }),
    },
  );
  return fc.oneof<fc.WeightedArbitrary<Step>[]>(
    ...steps(edit, interruption),
    ...(hasPolicies ? policySteps(shared) : []),
  );
}

const steps = (
  edit: fc.Arbitrary<Step>,
  interruption: fc.Arbitrary<Extract<Step, { do: 'Work' }>['interruption']>,
): fc.WeightedArbitrary<Step>[] => [
  { weight: 20, arbitrary: edit },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('DeleteParameter' as const), at, eventDelivery }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('DeleteManyParameters' as const),
      from: at,
      count: fc.integer({ min: 4, max: 12 }),
      eventDelivery,
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('Drift' as const),
      at,
      notification: destination,
      signIns: destination,
      times: fc.constantFrom(1, 1, 1, 6),
      eventDelivery,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('CreatePool' as const),
      plus: fc.boolean(),
      env: fc.constantFrom(undefined, 'prod' as const, 'dev' as const),
      eventDelivery,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('DeletePool' as const), at, eventDelivery }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('UpdatePool' as const),
      at,
      plus: fc.boolean(),
      protection: fc.constantFrom('OFF' as const, 'AUDIT' as const),
      eventDelivery,
    }),
  },
  { weight: 6, arbitrary: freezing },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('Deploy' as const),
      mode: fc.constantFrom('Enforce' as const, 'Observe' as const),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('Wait' as const),
      seconds: fc.constantFrom(1, 16, 200, 700, 3_600),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('Sweep' as const),
      acceptDeletions: fc.constantFrom(0, 0, 0, 100),
      crash,
    }),
  },
  {
    weight: 30,
    arbitrary: fc.record({
      do: fc.constant('Work' as const),
      interruption,
      workers: fc.array(worker, { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('Fault' as const),
      which: fc.nat(30),
      count: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 3, arbitrary: fc.constant<Step>({ do: 'NoFaults' }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('Junk' as const), body: fc.oneof(fc.json(), fc.string()) }),
  },
];
