import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { Telemetry } from '../lib/domain/ports.ts';

/** Service name, level and namespace come from POWERTOOLS_* in the environment. */
const logger = new Logger();
const metrics = new Metrics();

export const telemetry: Telemetry = {
  info: (message, fields) => logger.info(message, { ...fields }),
  warn: (message, fields) => logger.warn(message, { ...fields }),
  error: (message, fields) => logger.error(message, { ...fields }),
  count: (metric, value = 1) => metrics.addMetric(metric, MetricUnit.Count, value),
};

/** Powertools' own middleware warns of each invocation that counted nothing, and most find nothing to do. */
const publish = () => {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
};

/** The one chain of both functions: log lines bear the request's id, metrics are written at the end. */
export const chain = <Event, Answer>(handler: (event: Event, context: Context) => Promise<Answer>) =>
  middy<Event, Answer>()
    .use(injectLambdaContext(logger))
    .use({ after: publish, onError: publish })
    .handler(handler);
