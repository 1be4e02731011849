import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

/** Stryker runs these tests for each mutant: only the fast tests of the mutated folder. */
const folder = process.env.MUTATED ?? 'domain';

export default defineConfig({
  ...config,
  test: { ...config.test, include: [`test/${folder}/**/*.test.ts`], globalSetup: [] },
});
