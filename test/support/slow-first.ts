import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, the slowest first. A slow file that starts last runs alone, while other cores wait. */
const SLOW = [
  'cli/tour',
  'bench/benches',
  'cli/fleet',
  'cli/parameters',
  'e2e/command-line',
  'cli/odd-parameters',
  'e2e/policies',
  'cli/report',
  'infra/frameworks',
  'cli/npm-package',
  'cli/rollout',
  'cli/terminal',
  'cli/import',
  'cli/answers',
  'infra/settings',
  'soak/soak',
  'e2e/main-job',
  'soak/throttled-hour',
];

/** Without the results of earlier runs, as on a fresh clone, Vitest orders files by size. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = SLOW.findIndex((file) => moduleId.endsWith(`/test/${file}.test.ts`));
      return at === -1 ? SLOW.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}
