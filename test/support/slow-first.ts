import { createHash } from 'node:crypto';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, the slowest first. A slow file that starts last runs alone, while other cores wait. */
const SLOW = [
  'cli/tour',
  'bench/benches',
  'examples/examples',
  'cli/npm-package',
  'e2e/policies',
  'e2e/command-line',
  'reconcile/pool',
  'cli/apply',
  'contract/contract',
  'cli/import',
  'cli/rollout',
  'cli/report',
  'e2e/apply-fleet',
  'local/admin/page/page-in-chromium',
  'html/report-in-chromium',
  'e2e/main-job',
  'cli/policies',
  'cli/fleet',
  'cli/parameters',
  'cli/pool-filters',
  'cli/terminal',
  'reconcile/batch',
  'e2e/rollouts',
  'cli/answers',
  'soak/soak',
  'soak/throttled-hour',
  'cli/export',
  'reconcile/sweep',
  'infra/frameworks',
  'property/policies.property',
  'local/services/lambda/recursive-loops',
  'e2e/two-owners',
  'cli/targets/targets',
  'cli/odd-parameters',
  'reconcile/malformed-messages',
  'local/services/lambda/event-source-mapping/batches',
  'e2e/killed-worker',
  'e2e/silent-loss',
  'e2e/freeze',
];

/**
 * Without the results of earlier runs, as on a fresh clone, Vitest orders files by size. With TEST_ORDER, the order is random: for each
 * value another one.
 */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const order = process.env.TEST_ORDER;
    if (order !== undefined) {
      const random = ({ moduleId }: TestSpecification): string =>
        createHash('sha1').update(order).update(moduleId).digest('hex');
      return files.toSorted((a, b) => (random(a) < random(b) ? -1 : 1));
    }
    const place = ({ moduleId }: TestSpecification): number => {
      const at = SLOW.findIndex((file) => moduleId.endsWith(`/test/${file}.test.ts`));
      return at === -1 ? SLOW.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}
