import { readdirSync, readFileSync } from 'node:fs';
import config from '../vitest.config.ts';

const excluded = config.test?.coverage?.exclude ?? [];

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
