import { join, resolve } from 'node:path';
import { shipService } from './shipped-service.ts';

/** Run by `npm pack`: adds the packaged service to the npm package, in dist/service. */
const projectDir = resolve(import.meta.dirname, '../../..');
await shipService({ projectDir, outDir: join(projectDir, 'dist/service') });
