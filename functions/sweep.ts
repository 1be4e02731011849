import * as z from 'zod';
import { readConfig } from '../lib/aws/config.ts';
import { sweepRoot } from '../lib/aws/sweep-root.ts';
import type { Fleet } from '../lib/domain/ports.ts';
import { chain, telemetry } from './chain.ts';

const sweep = sweepRoot(readConfig(process.env), telemetry);
const MARGIN_MS = 10_000;

/** The schedule's event says nothing of this; who invokes by hand may accept so many deletions. */
const order = z.object({ acceptDeletions: z.number().int().min(0).default(0) });

export const handler = chain<unknown, Fleet>(async (event, context) => {
  const deadline = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MS;
  return sweep(order.parse(event ?? {}), { lane: 'upkeep', deadline });
});
