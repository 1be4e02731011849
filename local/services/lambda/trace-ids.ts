import { randomBytes } from 'node:crypto';
import type { TraceIds } from './recursive-loop.ts';

/** Returns new IDs in the format of X-Ray. The first part of the root is the time in seconds. */
export const newTraceIds = (): TraceIds => ({
  root: `1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString('hex')}`,
  parent: randomBytes(8).toString('hex'),
});
