import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';

const root = resolve(import.meta.dirname, '..');
const lockSchema = z.object({
  packages: z.record(z.string(), z.object({ license: z.string().optional(), dev: z.boolean().optional() })),
});
/** Licences that require only attribution. */
const PERMISSIVE =
  /^(MIT|MIT-0|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|Python-2\.0|CC0-1\.0|Unlicense)$/;

test('bundles and ships only packages with a permissive licence', async () => {
  const { packages } = lockSchema.parse(
    JSON.parse(await readFile(resolve(root, 'package-lock.json'), 'utf8')),
  );
  const shipped = Object.entries(packages).filter(([path, { dev }]) => path !== '' && !dev);
  expect(shipped.length).toBeGreaterThan(50);
  const other = shipped.filter(([, { license = 'none' }]) => !isPermissive(license));
  expect(other.map(([path, { license }]) => [path, license])).toEqual([]);
});

const isPermissive = (expression: string): boolean =>
  expression
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => PERMISSIVE.test(licence)));

test('the example policies in docs/security.md are valid JSON with Allow statements for specific resources', async () => {
  const text = await readFile(resolve(root, 'docs/security.md'), 'utf8');
  const policies = [...text.matchAll(/^```json\n(.*?)^```/gms)].map(([, json = '']) => JSON.parse(json));
  const policySchema = z.object({
    Version: z.literal('2012-10-17'),
    Statement: z.array(
      z.object({ Effect: z.literal('Allow'), Resource: z.union([z.string(), z.array(z.string())]) }),
    ),
  });
  // The last is the policy of the deploying role, which test/infra/deploying-role.test.ts checks.
  expect(policies).toHaveLength(5);
  for (const policy of policies.slice(0, -1))
    for (const { Resource } of policySchema.parse(policy).Statement)
      for (const arn of [Resource].flat()) expect(arn).toMatch(/^arn:aws:[a-z]+:/);
});
