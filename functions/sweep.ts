import { readConfig } from '../lib/aws/config.ts';
import { withMiddleware } from './middleware.ts';
import { parseSweepInput } from './sweep-input.ts';
import { type SweepResult, toSweepResult } from './sweep-result.ts';
import { wireSweep } from './sweep-wiring.ts';
import { telemetry } from './telemetry.ts';

const sweep = wireSweep(readConfig(process.env), telemetry);
/** Time kept free at the end of the invocation, to store and report what the sweep found. */
const MARGIN_MS = 10_000;

export const handler = withMiddleware<unknown, SweepResult>(async (event, context) => {
  const deadline = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MS;
  return toSweepResult(await sweep(parseSweepInput(event), { priority: 'upkeep', deadline }));
});
