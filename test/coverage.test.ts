import { readdirSync, readFileSync } from 'node:fs';

const config = readFileSync(new URL('../jest.config.js', import.meta.url), 'utf8');
const excluded = [...config.matchAll(/'!(lib\/[^']+)'/g)].flatMap(([, path]) => path ?? []);

test.each(excluded)('%s is excluded from the coverage because it contains only types', async (path) => {
  const module: object = await import(`../${path}`);
  expect(Object.keys(module)).toEqual([]);
});

test('the tests that collect coverage are in folders that exist', () => {
  const script = readFileSync(new URL('run', import.meta.url), 'utf8');
  const folders = /^lib='\/test\/\((.+)\)\/'$/m.exec(script)?.[1]?.split('|') ?? [];
  expect(folders.length).toBeGreaterThan(0);
  expect(readdirSync(import.meta.dirname)).toEqual(expect.arrayContaining(folders));
});
