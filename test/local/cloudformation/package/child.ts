import { join, resolve } from 'node:path';
import { schemaCacheOf } from '../../../../local/cloudformation/package/package-cache.ts';
import { packageService } from '../../../../local/cloudformation/package/package-service.ts';

/** Packages this project into the given folder, then prints the error for a setting that serverless.yml rejects. */
const [outDir = ''] = process.argv.slice(2);
const projectDir = resolve(import.meta.dirname, '../../../..');
const project = { projectDir, ...(await schemaCacheOf(projectDir)) };
const bad = { ...project, params: { cloudTrailRule: 'maybe' }, outDir: join(outDir, 'bad') };
await Promise.all([
  packageService({ ...project, params: { mode: 'Observe', prefix: '/a b' }, stage: 'trial', outDir }),
  packageService(bad).catch((error: unknown) => {
    process.stdout.write(error instanceof Error ? error.message : 'not an Error');
  }),
]);
