import fc from 'fast-check';
import { end } from './ending.ts';
import type { Model } from './model.ts';
import { perform } from './perform.ts';
import { anyStep, type Step } from './steps.ts';
import { createWorld } from './world.ts';

/**
 * Random histories of a fleet under faults, against a plain model. `npm run soak` runs 200 of 100 steps;
 * SOAK_SEED and SOAK_PATH, which a failing run prints, play one again.
 */
const histories = Number(process.env.SOAK_HISTORIES ?? 6);
const steps = Number(process.env.SOAK_STEPS ?? 40);
const seed = process.env.SOAK_SEED === undefined ? undefined : Number(process.env.SOAK_SEED);
const path = process.env.SOAK_PATH;
const POOLS = 8;

interface Tally {
  steps: number;
  sets: number;
  deadLetters: number;
  held: number;
}
const tally: Tally = { steps: 0, sets: 0, deadLetters: 0, held: 0 };

async function play(history: readonly Step[], worldSeed: number): Promise<readonly string[]> {
  const world = await createWorld(worldSeed);
  try {
    const model: Model = { pools: [], mode: 'Enforce' };
    for (let at = 0; at < POOLS; at++) await perform(world, model, { do: 'CreatePool', plus: at % 4 !== 0 });
    for (const step of history) {
      await perform(world, model, step);
      if (world.violations.length > 0) return [`${JSON.stringify(step)}: ${world.violations.join('; ')}`];
    }
    const wrong = await end(world, model);
    tally.steps += history.length;
    tally.deadLetters += world.queues.deadLetters.length;
    tally.held += world.told.values.get('SweepHeld')?.filter((held) => held === 1).length ?? 0;
    tally.sets += ['ChangesApplied', 'DriftRepaired', 'Cleared']
      .map((name) => world.told.counts.get(name) ?? 0)
      .reduce((sum, count) => sum + count);
    return wrong;
  } finally {
    await world.close();
  }
}

test(
  'whatever happens, every pool is in the end what its people wanted',
  async () => {
    const begun = performance.now();
    const checked = await fc.check(
      fc.asyncProperty(
        fc.array(anyStep, { minLength: steps, maxLength: steps }),
        fc.nat(1_000_000),
        async (history, worldSeed) => {
          const wrong = await play(history, worldSeed);
          if (wrong.length > 0) throw new Error(wrong.slice(0, 3).join('\n'));
        },
      ),
      {
        numRuns: histories,
        ...(seed !== undefined && { seed }),
        ...(path !== undefined && { path }),
        interruptAfterTimeLimit: 30 * 60_000,
      },
    );
    const seconds = Math.round((performance.now() - begun) / 1000);
    process.stdout.write(
      `soak: seed ${checked.seed}, ${checked.numRuns} histories, ${tally.steps} steps, ${tally.sets} writes of pools, ${tally.held} sweeps held, ${tally.deadLetters} dead letters, ${seconds} s\n`,
    );
    if (!checked.failed) return;
    const [history, worldSeed] = checked.counterexample ?? [[], 0];
    const told = history.filter((step) => step.do !== 'Nothing').map((step) => JSON.stringify(step));
    throw new Error(
      `SOAK_SEED=${checked.seed} SOAK_PATH=${checked.counterexamplePath} (world ${worldSeed}):\n${told.join('\n')}\n${String(checked.errorInstance)}`,
    );
  },
  40 * 60_000,
);
