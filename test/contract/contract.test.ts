import { type ContractCase, type Kind, kinds } from './case.ts';
import { logDelivery } from './cases/log-delivery.ts';
import { logDeliveryRefusals } from './cases/log-delivery-refusals.ts';
import { parameterLimits } from './cases/parameter-limits.ts';
import { parameters } from './cases/parameters.ts';
import { userPools } from './cases/user-pools.ts';
import { wireCases } from './cases/wire.ts';
import { generatedCases } from './generated.ts';
import { openRun, type Run, runCase, skipReason, sweepUp } from './runner.ts';
import { onAws, openTarget } from './target.ts';

let run: Run;
const skipped: string[] = [];
const passed = new Map<Kind, number>();

beforeAll(async () => {
  run = await openRun(await openTarget());
}, 60_000);

afterAll(async () => {
  await sweepUp(run, true);
  await run.target.close();
  const counts = kinds.map((kind) => `${passed.get(kind) ?? 0} ${kind}`).join(', ');
  const where = onAws ? 'AWS' : 'the local cloud';
  process.stdout.write(
    `contract: passed on ${where}: ${counts}; skipped ${skipped.length}\n${skipped.map((line) => `  skipped: ${line}\n`).join('')}`,
  );
}, 60_000);

const groups: readonly [string, readonly ContractCase[]][] = [
  ['log delivery', logDelivery],
  ['log delivery refused', logDeliveryRefusals],
  ['user pools', userPools],
  ['parameters', parameters],
  ['limits of parameters', parameterLimits],
  ['the wire', wireCases],
  ['the constraint table', generatedCases],
];

describe.each(groups)('%s', (_, cases) => {
  test.each(cases.map((one) => [one.source.kind, one.name, one] as const))(
    '[%s] %s',
    async (kind, name, one) => {
      const reason = onAws && one.only === 'local' ? 'local alone' : skipReason(run, one);
      if (reason !== undefined) {
        skipped.push(`${name} (${reason})`);
        return;
      }
      await runCase(run, one);
      passed.set(kind, (passed.get(kind) ?? 0) + 1);
    },
    onAws ? 120_000 : 5_000,
  );
});
