import type { Context } from 'aws-lambda';
import { logger, publishMetrics } from './telemetry.ts';

/** Time before the timeout of the function at which metrics are published. */
const MARGIN_MS = 10;

/**
 * Returns a handler that adds the request ID to log lines, and that publishes the metrics at the end of each invocation, also
 * of one that fails or that Lambda is about to stop because of the timeout.
 */
export const withMiddleware =
  <Event, Result>(handler: (event: Event, context: Context) => Promise<Result>) =>
  async (event: Event, context: Context): Promise<Result> => {
    logger.addContext(context);
    const beforeTimeout = setTimeout(publishMetrics, context.getRemainingTimeInMillis() - MARGIN_MS);
    try {
      return await handler(event, context);
    } finally {
      clearTimeout(beforeTimeout);
      publishMetrics();
    }
  };
