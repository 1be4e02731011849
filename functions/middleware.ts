import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { logger, publishMetrics } from './telemetry.ts';

/** Adds the middleware of the functions: log lines contain the request ID, and metrics are published at the end. */
export const withMiddleware = <Event, Result>(handler: (event: Event, context: Context) => Promise<Result>) =>
  middy<Event, Result>()
    .use(injectLambdaContext(logger))
    .use({ after: publishMetrics, onError: publishMetrics })
    .handler(handler);
