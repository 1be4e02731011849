import { join, resolve } from 'node:path';
import { packageService } from '../../../../local/cloudformation/package/package-service.ts';

/** Packages this project into the given folder, then prints the error for a setting that serverless.yml rejects. */
const [outDir = ''] = process.argv.slice(2);
const projectDir = resolve(import.meta.dirname, '../../../..');
await packageService({ projectDir, params: { mode: 'Observe', prefix: '/a b' }, stage: 'trial', outDir });
const bad = { projectDir, params: { cloudTrailRule: 'maybe' }, outDir: join(outDir, 'bad') };
await packageService(bad).catch((error: unknown) => {
  process.stdout.write(error instanceof Error ? error.message : 'not an Error');
});
