import { readdirSync, readFileSync } from 'node:fs';
import config from '../vitest.config.ts';

const coverage = config.test?.coverage;
const excluded = coverage?.exclude ?? [];

test('the coverage of lib/ has a threshold, and some files are excluded', () => {
  expect(coverage?.thresholds).toEqual({ lines: 95, branches: 95 });
  expect(excluded.length).toBeGreaterThan(0);
});

test.each(excluded)('%s is excluded from the coverage because it contains only types', async (path) => {
  const module: object = await import(new URL(`../${path}`, import.meta.url).href);
  expect(Object.keys(module)).toEqual([]);
});

test('the tests that collect coverage are in folders that exist', () => {
  const script = readFileSync(new URL('run', import.meta.url), 'utf8');
  const folders = [...(/^lib='(.+)'$/m.exec(script)?.[1] ?? '').matchAll(/test\/(\w+)\//g)].map(
    ([, name]) => name,
  );
  expect(folders.length).toBeGreaterThan(0);
  expect(readdirSync(import.meta.dirname)).toEqual(expect.arrayContaining(folders));
});
