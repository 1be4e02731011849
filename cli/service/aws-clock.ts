import type { LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { systemClock } from '../../lib/aws/system-clock.ts';
import type { Clock } from '../../lib/reconcile/ports.ts';

/** `Date` counts whole seconds, and an answer takes time to come: a smaller difference says nothing. */
const MIN_OFFSET_MS = 2_000;

const dated = z.object({ response: z.object({ headers: z.object({ date: z.string() }) }) });

/**
 * A clock that is set by the `Date` of the client's latest answer. Workers share the budget by reserving moments,
 * and Lambda's clocks agree; a person's machine may be wrong, and then either side would wait for the other.
 */
export function clockSetBy(client: LambdaClient, own: Clock = systemClock): Clock {
  let offsetMs = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      const output = await next(args);
      const read = dated.safeParse(output);
      const awsTime = read.success ? Date.parse(read.data.response.headers.date) : Number.NaN;
      // Half a second is the mean of what the whole seconds leave out.
      const difference = awsTime + 500 - own.now().getTime();
      if (!Number.isNaN(difference)) offsetMs = Math.abs(difference) < MIN_OFFSET_MS ? 0 : difference;
      return output;
    },
    { step: 'deserialize', name: 'clockSetBy', priority: 'low' },
  );
  return { now: () => new Date(own.now().getTime() + offsetMs), sleep: own.sleep };
}
