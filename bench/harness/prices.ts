/**
 * Prices in US dollars in us-east-1, without free tiers. The pages were read in copies of 2025 and 2026; check
 * them before you rely on a sum.
 * A month has 30 days.
 */
export const HOURS_PER_MONTH = 720;

/** https://aws.amazon.com/lambda/pricing/, arm64. Lambda also charges for the initialization, since August 2025. */
export const LAMBDA = { gbSecond: 0.0000133334, request: 0.2e-6 };
/** https://aws.amazon.com/sqs/pricing/, standard queues: a request has up to 64 KB and 10 messages. */
export const SQS = { request: 0.4e-6 };
/** https://aws.amazon.com/dynamodb/pricing/on-demand/, since November 2024. */
export const DYNAMODB = { readUnit: 0.125e-6, writeUnit: 0.625e-6 };
/** https://aws.amazon.com/eventbridge/pricing/, custom events. */
export const EVENTBRIDGE = { event: 1e-6 };
/**
 * https://aws.amazon.com/cloudwatch/pricing/. A metric costs its share of the month for each hour in which it is published
 * (docs/aws-facts.md#metric-prices).
 */
export const CLOUDWATCH = {
  metricHour: 0.3 / HOURS_PER_MONTH,
  alarmMetric: 0.1,
  dashboard: 3,
  logGb: 0.5,
};

/** Quantities that only AWS can show. */
export const ESTIMATES = {
  /** The event source mappings of both queues poll with five connections, each for 20 seconds, day and night. */
  emptyReceives: 2 * 5 * ((HOURS_PER_MONTH * 3600) / 20),
  /** The initialization of an environment, in milliseconds of each function. Between hourly sweeps, all environments end. */
  initMs: 600,
  /** The schedule of rollouts invokes the policies function each minute. Without a policy, it reads one item: 13 ms in a bench of 100. */
  policies: { invocations: HOURS_PER_MONTH * 60, billedMs: 15, readUnits: 1 },
  /** The lines START, END and REPORT, and INIT_START, that Lambda writes for each invocation. */
  platformLogBytes: 400,
} as const;
