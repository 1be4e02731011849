import fc from 'fast-check';
import { end } from './ending.ts';
import type { Model } from './model.ts';
import { perform } from './perform.ts';
import { POLICY_NAMES, type PolicyStep, type PolicyWanted } from './policy-steps.ts';
import { smallest } from './smallest.ts';
import { anyStep, type Step } from './steps.ts';
import { sweepOnce } from './workers.ts';
import { createWorld, type World } from './world.ts';

/**
 * Random histories of a fleet under faults, compared with a simple model. `npm test` plays the same few histories each time, so that a
 * change fails only because of itself. `npm run soak` plays 200 other histories of 100 steps. Every run prints its SOAK_SEED, which
 * repeats the run.
 */
const histories = Number(process.env.SOAK_HISTORIES ?? 12);
const steps = Number(process.env.SOAK_STEPS ?? 40);
const { SOAK_SEED, SOAK_HISTORIES } = process.env;
const REGRESSION_SEED = 53_314_448;
const anySeed = SOAK_HISTORIES === undefined ? REGRESSION_SEED : Math.floor(Math.random() * 2 ** 31);
const seed = Number(SOAK_SEED ?? anySeed);
const POOLS = 8;

const tally = {
  histories: 0,
  steps: 0,
  writes: 0,
  byPolicies: 0,
  repaired: 0,
  held: 0,
  frozen: 0,
  deadLetters: 0,
};

/** In every second world, whether reads lag or not, policies exist. */
const hasPolicies = (worldSeed: number): boolean => worldSeed % 4 < 2;

/** Returns the errors of one history; none when the service behaves as the model. */
async function play(history: readonly Step[], worldSeed: number): Promise<readonly string[]> {
  const world = await createWorld(worldSeed);
  try {
    const names = hasPolicies(worldSeed) ? POLICY_NAMES : [];
    const policies = names.map((name) => ({ name, versions: [], texts: new Map(), rollouts: [] }));
    const freezes = [{ wanted: false, from: Number.NEGATIVE_INFINITY }];
    const model: Model = { pools: [], policies, freezes, mode: 'Enforce' };
    for (let at = 0; at < POOLS; at++) {
      const env = at % 3 === 0 ? 'prod' : undefined;
      await perform(world, model, { do: 'CreatePool', plus: at % 4 !== 0, env, eventDelivery: 'sent' });
    }
    for (const step of history) {
      await perform(world, model, step);
      for (; world.freezeEvents > 0; world.freezeEvents--) await sweepOnce(world, model, 0, undefined, true);
      if (world.violations.length > 0) return [`${JSON.stringify(step)}: ${world.violations.join('; ')}`];
    }
    const wrong = await end(world, model);
    const { counts, values } = world.recorded;
    tally.histories += 1;
    tally.steps += history.length;
    tally.writes += world.sets();
    tally.byPolicies += await writesByPolicies(world, model);
    tally.repaired += counts.get('DriftRepaired') ?? 0;
    tally.held += (values.get('SweepHeld') ?? []).filter((held) => held === 1).length;
    tally.frozen += world.events.filter(({ detailType }) => detailType === 'Service Frozen').length;
    tally.deadLetters += world.queues.deadLetters.length;
    return wrong;
  } finally {
    await world.close();
  }
}

/** Returns the number of writes of policies in the histories of the records. */
async function writesByPolicies({ ports }: World, { pools }: Model): Promise<number> {
  const records = await Promise.all(pools.map(({ id }) => ports.records.read(id)));
  const transitions = records.flatMap((record) => record?.Transitions ?? []);
  return transitions.filter(({ After, Owner }) => After && Owner?.Kind === 'Policy').length;
}

const everyPlusPool: PolicyWanted = {
  precedence: 'Mandatory',
  priority: 10,
  select: 'plus',
  notification: undefined,
  signIns: 3,
  mode: 'Enforce',
  onDelete: 'Retain',
  waves: undefined,
  fault: undefined,
};

const plain: Pick<PolicyWanted, 'select' | 'mode' | 'onDelete' | 'fault'> = {
  select: 'all',
  mode: 'Enforce',
  onDelete: 'Retain',
  fault: undefined,
};
const mandatory = { ...plain, precedence: 'Mandatory', priority: 10, signIns: undefined } as const;
const defaultPolicy: PolicyStep = {
  do: 'EditPolicy',
  policy: 0,
  wanted: { ...plain, precedence: 'Default', priority: 20, notification: 5, signIns: 2, waves: ['100%'] },
  eventDelivery: 'sent',
};

test.each<readonly [string, number, readonly Step[]]>([
  [
    'a pool is deleted after a rollout only read its facts',
    13,
    [
      { do: 'EditPolicy', policy: 1, wanted: everyPlusPool, eventDelivery: 'doubled' },
      { do: 'Wait', seconds: 16 },
      { do: 'DeletePool', at: 30, eventDelivery: 'lost' },
    ],
  ],
  [
    'a policy takes over an entry of a parameter that Cognito rejects because of the tier',
    248380,
    [
      { do: 'CreatePool', plus: true, env: 'prod', eventDelivery: { late: 2006 } },
      {
        do: 'Edit',
        at: 27,
        wanted: {
          kind: 'Valid',
          notification: 2,
          signIns: 0,
          inherit: false,
          mode: undefined,
          onDelete: undefined,
        },
        eventDelivery: { late: 2227 },
      },
      {
        do: 'EditPolicy',
        policy: 1,
        wanted: { ...mandatory, select: 'prod', notification: 2, waves: [1, '100%'] },
        eventDelivery: 'sent',
      },
    ],
  ],
  [
    'a policy whose edit was missed during a freeze cannot expand the name of a pool that a weaker policy wrote before',
    9,
    [
      defaultPolicy,
      { do: 'Freeze', isReadable: false, eventDelivery: 'sent' },
      {
        do: 'EditPolicy',
        policy: 2,
        wanted: {
          ...mandatory,
          priority: 20,
          select: 'plus',
          notification: 2,
          signIns: 5,
          waves: [1, '100%'],
        },
        eventDelivery: 'doubled',
      },
      { do: 'FanOut', crash: undefined, workers: [] },
    ],
  ],
])('the service behaves as the model if %s', async (_, worldSeed, history) => {
  expect(await play(history, worldSeed)).toEqual([]);
});

test(
  'after any history, every pool matches the last edits of its parameter and of the policies',
  async () => {
    const begun = performance.now();
    const played = fc.sample(
      fc.nat(1_000_000).chain((world) => {
        const step = anyStep(hasPolicies(world));
        return fc.tuple(fc.array(step, { minLength: steps, maxLength: steps }), fc.constant(world));
      }),
      { numRuns: histories, seed },
    );
    for (const [history, worldSeed] of played) {
      const wrong = await play(history, worldSeed);
      if (wrong.length === 0) continue;
      const part = await smallest(history, async (less) => (await play(less, worldSeed)).length > 0);
      const why = await play(part, worldSeed);
      throw new Error(
        `SOAK_SEED=${seed} SOAK_STEPS=${steps}, world ${worldSeed}:\n${part.map((step) => JSON.stringify(step)).join('\n')}\n${why.join('\n')}`,
      );
    }
    const seconds = Math.round((performance.now() - begun) / 1000);
    const totals = Object.entries(tally).map(([name, count]) => `${count} ${name}`);
    process.stdout.write(`soak: seed ${seed}; ${totals.join(', ')}; ${seconds} s\n`);
  },
  60 * 60_000,
);
