import { join, resolve } from 'node:path';
import { packageService } from '../../../../local/cloudformation/package/package-service.ts';

/** Packages this project into the folder named, then tries it with a setting that serverless.yml has no answer for. */
const [outDir = ''] = process.argv.slice(2);
const projectDir = resolve(import.meta.dirname, '../../../..');
await packageService({ projectDir, params: { mode: 'Observe', prefix: '/a b' }, stage: 'trial', outDir });
const bad = { projectDir, params: { cloudTrailRule: 'maybe' }, outDir: join(outDir, 'bad') };
await packageService(bad).catch((error: unknown) => {
  process.stdout.write(error instanceof Error ? error.message : 'no Error');
});
