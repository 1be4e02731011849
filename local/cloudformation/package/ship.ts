import { join, resolve } from 'node:path';
import { shipService } from './shipped-service.ts';

/** `npm pack` runs this: the package that people install holds the service in dist/service. */
const projectDir = resolve(import.meta.dirname, '../../..');
await shipService(projectDir, join(projectDir, 'dist/service'));
