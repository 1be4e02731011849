import Sequencer from '@jest/test-sequencer';

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

/** Without a cache of earlier times, as on a fresh clone, jest orders files by size. */
export default class SlowFirst extends Sequencer {
  sort(tests) {
    const place = ({ path }) => {
      const at = SLOW.findIndex((file) => path.endsWith(`/test/${file}.test.ts`));
      return at === -1 ? SLOW.length : at;
    };
    return super.sort([...tests]).toSorted((a, b) => place(a) - place(b));
  }
}
