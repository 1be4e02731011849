import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { packageService } from './package-service.ts';

/**
 * The service packaged once, for who has this package and no osls: every setting that ends in the template as it was
 * given is packaged as a mark, and a mark is replaced when the service is taken up. The others keep their defaults.
 */

/** serverless.yml turns these into something else, or osls checks them. */
const FIXED = [
  'cloudTrailRule',
  'tracing',
  'logRetention',
  'editsConcurrency',
  'upkeepConcurrency',
  'stateTable',
];

const TEMPLATE = 'cloudformation-template-update-stack.json';
const STATE = 'serverless-state.json';
const MARKS = 'marks.json';

const serverlessSchema = z.object({
  params: z.object({ default: z.record(z.string(), z.union([z.string(), z.number()])) }),
});
const marksSchema = z.record(z.string(), z.object({ mark: z.string(), fallback: z.string() }));

/** Packages the service with its marks into `outDir`. Run when the package is made (`npm pack`). */
export async function shipService(projectDir: string, outDir: string): Promise<void> {
  const serverless = parse(await readFile(join(projectDir, 'serverless.yml'), 'utf8'), {
    logLevel: 'silent',
  });
  const defaults = serverlessSchema.parse(serverless).params.default;
  const marks = Object.fromEntries(
    Object.entries(defaults)
      .filter(([name]) => !FIXED.includes(name))
      .map(([name, value]) => [name, { mark: markOf(name), fallback: String(value) }]),
  );
  const params = Object.fromEntries(Object.entries(marks).map(([name, { mark }]) => [name, mark]));
  await packageService({ projectDir, params, outDir });
  await writeFile(join(outDir, MARKS), JSON.stringify(marks, null, 2));
  // The plan of the whole packaging with this machine's paths: only the defaults are asked for.
  const service = { initialServerlessConfig: { params: { default: defaults } } };
  await writeFile(join(outDir, STATE), JSON.stringify({ service }));
}

/** A path's shape, for the prefix is one. No part of another's mark. */
const markOf = (name: string): string => `/--clr-setting-${name}--`;

/**
 * A shipped service as `osls package` with these settings would have left it. Rejects where one of them cannot be
 * changed without osls; a name that is no setting is left to whoever checks names.
 */
export async function unpackService(
  shippedDir: string,
  params: Readonly<Record<string, string>>,
  outDir: string,
): Promise<void> {
  const marks = marksSchema.parse(JSON.parse(await readFile(join(shippedDir, MARKS), 'utf8')));
  const fixed = Object.keys(params).filter((name) => FIXED.includes(name));
  if (fixed.length > 0)
    throw new Error(
      `${fixed.join(', ')}: changed in a clone of the repository alone, which has osls to package with`,
    );
  await mkdir(outDir, { recursive: true });
  await cp(shippedDir, outDir, { recursive: true });
  let template = await readFile(join(shippedDir, TEMPLATE), 'utf8');
  for (const [name, { mark, fallback }] of Object.entries(marks))
    template = template.replaceAll(mark, () => JSON.stringify(params[name] ?? fallback).slice(1, -1));
  await writeFile(join(outDir, TEMPLATE), template);
}
