import { readConfig } from '../lib/aws/config.ts';
import type { Fleet } from '../lib/reconcile/ports.ts';
import { chain } from './middleware.ts';
import { readSweepOrder } from './sweep-input.ts';
import { sweepRoot } from './sweep-wiring.ts';
import { telemetry } from './telemetry.ts';

const sweep = sweepRoot(readConfig(process.env), telemetry);
const MARGIN_MS = 10_000;

export const handler = chain<unknown, Fleet>(async (event, context) => {
  const deadline = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MS;
  return sweep(readSweepOrder(event), { priority: 'upkeep', deadline });
});
