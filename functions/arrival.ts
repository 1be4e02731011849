import { readConfig } from '../lib/aws/config.ts';
import type { ArrivalCheck } from '../lib/reconcile/arrival/check-arrival.ts';
import { wireArrival } from './arrival-wiring.ts';
import { withMiddleware } from './middleware.ts';
import { telemetry } from './telemetry.ts';

const check = wireArrival(readConfig(process.env), telemetry);
/** Time kept free at the end of the invocation, to store and report what the check found. */
const MARGIN_MS = 15_000;

/** The input is not used: the check has no options. */
export const handler = withMiddleware<unknown, ArrivalCheck>(async (_event, context) =>
  check({ deadline: Date.now() + context.getRemainingTimeInMillis() - MARGIN_MS }),
);
