import { readFileSync } from 'node:fs';
import { z } from 'zod';

const config = readFileSync(new URL('../jest.config.js', import.meta.url), 'utf8');
const excluded = [...config.matchAll(/'!(lib\/[^']+)'/g)].flatMap(([, path]) => path ?? []);

test.each(excluded)('%s is excluded from the coverage because it contains only types', async (path) => {
  const module: object = await import(`../${path}`);
  expect(Object.keys(module)).toEqual([]);
});

test('every test runs either in test:lib, with coverage, or in test:programs', () => {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(text));
  const [, ofLib] = scripts['test:lib']?.match(/ --coverage .*--testPathPatterns ('.+')$/) ?? [];
  const [, others] = scripts['test:programs']?.match(/ --testPathIgnorePatterns ('.+')$/) ?? [];
  expect(ofLib).toBeDefined();
  expect(others).toBe(ofLib);
});
