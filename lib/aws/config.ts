import * as z from 'zod/mini';
import { MODES } from '../domain/desired.ts';
import type { Settings } from '../domain/settings.ts';

/** The settings of the functions. serverless.yml passes them as environment variables. */
export interface Config {
  readonly settings: Settings;
  readonly stateTable: string;
  readonly editsQueueUrl: string;
  readonly upkeepQueueUrl: string;
  readonly editsDeadLetterQueueUrl: string;
  readonly upkeepDeadLetterQueueUrl: string;
  readonly eventBus: string;
  /** The requests per second that this service may make, by category. */
  readonly quotas: Quotas;
  readonly arrival: ArrivalConfig;
  /** The maximum number of execution environments that run at the same time, for all functions together. */
  readonly maxWorkers: number;
}

/** The settings of the check whether sign-in logs arrive. */
export interface ArrivalConfig {
  readonly checks: boolean;
  /** Minutes from a sign-in to its record. */
  readonly allowanceMinutes: number;
}

/**
 * The rate-limited categories: Cognito's quotas (docs/aws-facts.md#quotas), this service's share of SSM's, and a rate for
 * GetResources, whose limit is unknown (docs/aws-facts.md#tagged-resources).
 */
export interface Quotas {
  readonly CognitoRead: number;
  readonly CognitoWrite: number;
  readonly UserPoolRead: number;
  readonly ParameterRead: number;
  readonly TagRead: number;
}
export type Category = keyof Quotas;

/** Schema of an environment variable. `expected` completes the sentence "expected …". */
const stringThat = (isValid: (value: string) => boolean, expected: string) =>
  z.custom<string>((value) => typeof value === 'string' && isValid(value), expected);
const matching = (pattern: RegExp, expected: string) => stringThat((value) => pattern.test(value), expected);
const nonEmptyString = matching(/./, 'a non-empty string');
const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: values.join(' or ') });
/**
 * A decimal number. The digits are checked, because `Number('')` is 0 and an empty setting must be rejected.
 */
const numberThat = (isValid: (value: number) => boolean, expected: string) =>
  stringThat((value) => /^\d+(\.\d+)?$/.test(value) && isValid(Number(value)), expected);
const integer = (min: number, max = Number.MAX_SAFE_INTEGER) =>
  numberThat(
    (value) => Number.isInteger(value) && min <= value && value <= max,
    `a whole number ${max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`}`,
  );
const rate = numberThat(
  (value) => value > 0 && Number.isFinite(value),
  'requests per second, greater than 0, for example 20 or 0.5',
);
const url = stringThat((value) => URL.canParse(value), 'a URL');

const listOf = (items: string): readonly string[] =>
  items
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

const environment = z.object({
  AWS_REGION: nonEmptyString,
  ACCOUNT_ID: matching(/^\d{12}$/, '12 digits'),
  PARTITION: nonEmptyString,
  PARAMETER_PREFIX: matching(
    /^(\/[\w.-]+)+$/,
    'a path such as /cognito-log-delivery, without a trailing slash',
  ),
  MODE: oneOf(MODES),
  ALLOWED_DESTINATIONS: stringThat(() => true, 'a comma-separated list of ARN patterns'),
  LOG_LEVEL_VALIDATION: oneOf(['error', 'warn']),
  CLEAR_GRACE_SECONDS: integer(0),
  HOLD_SHARE_PERCENT: numberThat((percent) => percent <= 100, 'a number from 0 to 100'),
  HOLD_MINIMUM: integer(1),
  CONTESTED_REPAIRS: integer(1),
  CONTESTED_SWEEPS: integer(1),
  RECHECK_DELAY_SECONDS: integer(0, 900),
  SWEEP_SKIP_BACKLOG: integer(0),
  DESTINATION_CHECKS: oneOf(['on', 'off']),
  // Versions before these checks do not set these variables.
  ARRIVAL_CHECKS: z._default(oneOf(['on', 'off']), 'off'),
  ARRIVAL_ALLOWANCE_MINUTES: z._default(integer(5, 720), '60'),
  EDITS_CONCURRENCY: integer(2),
  UPKEEP_CONCURRENCY: integer(2),
  COGNITO_READ_QUOTA: rate,
  COGNITO_WRITE_QUOTA: rate,
  POOL_READ_QUOTA: rate,
  PARAMETER_QUOTA: rate,
  PARAMETER_SHARE_PERCENT: numberThat(
    (percent) => percent > 0 && percent <= 100,
    'a number greater than 0 and at most 100',
  ),
  // Versions before policies do not set this variable, and a newer clr reads their settings.
  TAG_QUOTA: z._default(rate, '5'),
  STATE_TABLE: matching(/^.{3,}$/, 'a table name of at least 3 characters'),
  EDITS_QUEUE_URL: url,
  UPKEEP_QUEUE_URL: url,
  EDITS_DEAD_LETTER_QUEUE_URL: z.optional(url),
  UPKEEP_DEAD_LETTER_QUEUE_URL: z.optional(url),
  EVENT_BUS: nonEmptyString,
  // Read by functions/telemetry.ts. Versions before this setting do not set this variable.
  METRICS: z._default(oneOf(['basic', 'all']), 'basic'),
});

/**
 * Returns the settings. Throws one Error that lists every invalid setting. The error does not contain values,
 * because environment variables can contain secrets.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const read = environment.safeParse(env);
  if (!read.success) {
    const issues = read.error.issues.map((issue) => `${issue.path.join('.')}: expected ${issue.message}`);
    throw new Error(`Invalid configuration: ${issues.join('; ')}`);
  }
  const e = read.data;
  return Object.freeze({
    settings: Object.freeze({
      account: e.ACCOUNT_ID,
      partition: e.PARTITION,
      region: e.AWS_REGION,
      prefix: e.PARAMETER_PREFIX,
      mode: e.MODE,
      allowedDestinations: listOf(e.ALLOWED_DESTINATIONS),
      logLevelValidation: e.LOG_LEVEL_VALIDATION,
      clearGraceSeconds: Number(e.CLEAR_GRACE_SECONDS),
      contestedRepairs: Number(e.CONTESTED_REPAIRS),
      contestedSweeps: Number(e.CONTESTED_SWEEPS),
      holdSharePercent: Number(e.HOLD_SHARE_PERCENT),
      holdMinimum: Number(e.HOLD_MINIMUM),
      recheckDelaySeconds: Number(e.RECHECK_DELAY_SECONDS),
      sweepSkipBacklog: Number(e.SWEEP_SKIP_BACKLOG),
      destinationChecks: e.DESTINATION_CHECKS === 'on',
    }),
    stateTable: e.STATE_TABLE,
    editsQueueUrl: e.EDITS_QUEUE_URL,
    upkeepQueueUrl: e.UPKEEP_QUEUE_URL,
    // Version 0.1 does not set these variables, and a newer clr reads its settings. The names are the same there.
    editsDeadLetterQueueUrl: e.EDITS_DEAD_LETTER_QUEUE_URL ?? `${e.EDITS_QUEUE_URL}-dlq`,
    upkeepDeadLetterQueueUrl: e.UPKEEP_DEAD_LETTER_QUEUE_URL ?? `${e.UPKEEP_QUEUE_URL}-dlq`,
    eventBus: e.EVENT_BUS,
    quotas: Object.freeze({
      CognitoRead: Number(e.COGNITO_READ_QUOTA),
      CognitoWrite: Number(e.COGNITO_WRITE_QUOTA),
      UserPoolRead: Number(e.POOL_READ_QUOTA),
      ParameterRead: (Number(e.PARAMETER_QUOTA) * Number(e.PARAMETER_SHARE_PERCENT)) / 100,
      TagRead: Number(e.TAG_QUOTA),
    }),
    arrival: Object.freeze({
      checks: e.ARRIVAL_CHECKS === 'on',
      allowanceMinutes: Number(e.ARRIVAL_ALLOWANCE_MINUTES),
    }),
    // Plus one for the sweep function, which never runs twice at the same time, and one for the policies function, which
    // runs for each edit of a policy.
    maxWorkers: Number(e.EDITS_CONCURRENCY) + Number(e.UPKEEP_CONCURRENCY) + 2,
  });
}
