import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type ContractCase, type Kind, kinds } from './case.ts';
import { logDelivery } from './cases/log-delivery.ts';
import { logDeliveryLists } from './cases/log-delivery-lists.ts';
import { logDeliveryRejections } from './cases/log-delivery-rejections.ts';
import { logEvents } from './cases/log-events.ts';
import { metrics } from './cases/metrics.ts';
import { parameterFilters } from './cases/parameter-filters.ts';
import { parameterLabels } from './cases/parameter-labels.ts';
import { parameterLimits } from './cases/parameter-limits.ts';
import { parameterNames } from './cases/parameter-names.ts';
import { parameterTags } from './cases/parameter-tags.ts';
import { parameterTypes } from './cases/parameter-types.ts';
import { parameters } from './cases/parameters.ts';
import { poolTags } from './cases/pool-tags.ts';
import { taggedResources } from './cases/tagged-resources.ts';
import { userPools } from './cases/user-pools.ts';
import { wireCases } from './cases/wire.ts';
import { generatedCases } from './generated.ts';
import { deleteLeftovers, openRun, type Run, runCase, skipReason } from './runner.ts';
import { onAws, openTarget } from './target.ts';

let run: Run;
const skipped: string[] = [];
const passed = new Map<Kind, number>();

beforeAll(async () => {
  run = await openRun(await openTarget());
}, 180_000);

afterAll(async () => {
  await deleteLeftovers(run, true);
  await run.target.close();
  const counts = kinds.map((kind) => `${passed.get(kind) ?? 0} ${kind}`).join(', ');
  const where = onAws ? 'AWS' : 'the local cloud';
  process.stdout.write(
    `contract: passed on ${where}: ${counts}; skipped ${skipped.length}\n${skipped.map((line) => `  skipped: ${line}\n`).join('')}`,
  );
}, 180_000);

const groups: readonly [string, readonly ContractCase[]][] = [
  ['log delivery', logDelivery],
  ['rejected log delivery', logDeliveryRejections],
  ['lists of log delivery', logDeliveryLists],
  ['user pools', userPools],
  ['tags of user pools', poolTags],
  ['tagged resources', taggedResources],
  ['metrics', metrics],
  ['log events', logEvents],
  ['parameters', parameters],
  ['parameter limits', parameterLimits],
  ['parameter names', parameterNames],
  ['parameter types', parameterTypes],
  ['parameter tags', parameterTags],
  ['parameter labels', parameterLabels],
  ['parameter filters', parameterFilters],
  ['the wire protocol', wireCases],
  ['the constraint tables', generatedCases],
];

test('cites only existing anchors of docs/aws-facts.md', async () => {
  const facts = await readFile(resolve(import.meta.dirname, '../../docs/aws-facts.md'), 'utf8');
  const cited = groups
    .flatMap(([, cases]) => cases)
    .flatMap(({ source }) => source.where.match(/(?<=^docs\/aws-facts\.md#).+/) ?? []);
  expect(cited.length).toBeGreaterThan(50);
  expect(cited.filter((anchor) => !facts.includes(`<a id="${anchor}"></a>`))).toEqual([]);
});

describe.each(groups)('%s', (_, cases) => {
  test.each(
    cases.map((contractCase) => [contractCase.source.kind, contractCase.name, contractCase] as const),
  )(
    '[%s] %s',
    async (kind, name, contractCase) => {
      const reason =
        onAws && contractCase.only === 'local' ? 'local cloud only' : skipReason(run, contractCase);
      if (reason !== undefined) {
        skipped.push(`${name} (${reason})`);
        return;
      }
      await runCase(run, contractCase);
      passed.set(kind, (passed.get(kind) ?? 0) + 1);
    },
    onAws ? 120_000 : 5_000,
  );
});
