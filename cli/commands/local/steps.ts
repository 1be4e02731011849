/** Measures the steps of a start. */
export interface Steps {
  /** Runs a step. Prints its seconds if it takes longer than a second. */
  run<T>(name: StepName, step: () => Promise<T>): Promise<T>;
  /** Returns the seconds since the start of the process, for example `1.4 s`. */
  total(): string;
}

const DESCRIPTIONS = {
  load: 'Loaded the local cloud',
  template: 'Made the template (kept until serverless.yml or infra/ changes)',
  bundles: 'Bundled the functions (kept until lib/ or functions/ changes)',
  functions: 'Started the functions',
} as const;
type StepName = keyof typeof DESCRIPTIONS;

/** Shorter steps are not printed. */
const MIN_MS = 1_000;

/** `now` returns milliseconds since the start of the process. */
export function createSteps(
  print: (line: string) => void,
  now: () => number = () => performance.now(),
): Steps {
  return {
    async run(name, step) {
      // Loading begins with the process.
      const startedAt = name === 'load' ? 0 : now();
      const result = await step();
      const ms = now() - startedAt;
      if (ms >= MIN_MS) print(`${seconds(ms)}  ${DESCRIPTIONS[name]}`);
      return result;
    },
    total: () => seconds(now()),
  };
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
