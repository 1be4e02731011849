import { readConfig } from '../lib/aws/config.ts';
import type { Fleet } from '../lib/reconcile/ports.ts';
import { withMiddleware } from './middleware.ts';
import { parseSweepInput } from './sweep-input.ts';
import { wireSweep } from './sweep-wiring.ts';
import { telemetry } from './telemetry.ts';

const sweep = wireSweep(readConfig(process.env), telemetry);
const MARGIN_MS = 10_000;

export const handler = withMiddleware<unknown, Fleet>(async (event, context) => {
  const deadline = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MS;
  return sweep(parseSweepInput(event), { priority: 'upkeep', deadline });
});
