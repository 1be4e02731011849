import type { LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { systemClock } from '../../lib/aws/system-clock.ts';
import type { Clock } from '../../lib/reconcile/ports.ts';

/** Smaller differences are ignored: `Date` has whole seconds, and the response needs time to arrive. */
const MIN_OFFSET_MS = 2_000;

const dated = z.object({ response: z.object({ headers: z.object({ date: z.string() }) }) });

/**
 * Returns a clock that follows the `Date` header of the client's latest response. The rate limiter reserves times
 * that all clients share. The clock of this machine can be wrong, and one side would then wait for the other.
 */
export function clockSetBy(client: LambdaClient, own: Clock = systemClock): Clock {
  let offsetMs = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      const output = await next(args);
      const read = dated.safeParse(output);
      const awsTime = read.success ? Date.parse(read.data.response.headers.date) : Number.NaN;
      // Adds 500 ms, the mean fraction that `Date` omits.
      const difference = awsTime + 500 - own.now().getTime();
      if (!Number.isNaN(difference)) offsetMs = Math.abs(difference) < MIN_OFFSET_MS ? 0 : difference;
      return output;
    },
    { step: 'deserialize', name: 'clockSetBy', priority: 'low' },
  );
  return { now: () => new Date(own.now().getTime() + offsetMs), sleep: own.sleep };
}
