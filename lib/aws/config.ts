import * as z from 'zod/mini';
import { MODES } from '../domain/desired.ts';
import type { Settings } from '../domain/settings.ts';

/** The functions' settings, from the environment that serverless.yml gives them. */
export interface Config {
  readonly settings: Settings;
  readonly stateTable: string;
  readonly editsQueueUrl: string;
  readonly upkeepQueueUrl: string;
  readonly eventBus: string;
  /** Requests a second that this service may make of each category. */
  readonly quotas: Quotas;
  /** Execution environments of both functions that can run at once. */
  readonly maxWorkers: number;
}

/** The categories that are withoutSdkRetries: Cognito's (docs/aws-facts.md#quotas) and our share of SSM's. */
export interface Quotas {
  readonly CognitoRead: number;
  readonly CognitoWrite: number;
  readonly UserPoolRead: number;
  readonly ParameterRead: number;
}
export type Category = keyof Quotas;

/** A text that the environment gives. `expected` completes the sentence "expected …". */
const text = (isRight: (given: string) => boolean, expected: string) =>
  z.custom<string>((given) => typeof given === 'string' && isRight(given), expected);
const like = (pattern: RegExp, expected: string) => text((given) => pattern.test(given), expected);
const some = like(/./, 'a text that is not empty');
const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: values.join(' or ') });
/** Written out as digits, and a text still: an empty setting must not pass as 0. */
const number = (isRight: (value: number) => boolean, expected: string) =>
  text((given) => /^\d+(\.\d+)?$/.test(given) && isRight(Number(given)), expected);
const whole = (least: number, most = Number.MAX_SAFE_INTEGER) =>
  number(
    (value) => Number.isInteger(value) && least <= value && value <= most,
    `a whole number, ${most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `${least} to ${most}`}`,
  );
const rate = number(
  (value) => value > 0 && Number.isFinite(value),
  'requests a second, more than 0, like 20 or 0.5',
);
const url = text((given) => URL.canParse(given), 'a URL');

const listOf = (items: string): readonly string[] =>
  items
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

const environment = z.object({
  AWS_REGION: some,
  ACCOUNT_ID: like(/^\d{12}$/, 'twelve digits'),
  PARTITION: some,
  PARAMETER_PREFIX: like(/^(\/[\w.-]+)+$/, 'a path like /cognito-log-delivery, with no / at its end'),
  MODE: oneOf(MODES),
  ALLOWED_DESTINATIONS: text(() => true, 'ARN patterns with commas between them'),
  LOG_LEVEL_VALIDATION: oneOf(['error', 'warn']),
  CLEAR_GRACE_SECONDS: whole(0),
  HOLD_SHARE_PERCENT: number((percent) => percent <= 100, 'a number from 0 to 100'),
  HOLD_MINIMUM: whole(1),
  CONTESTED_REPAIRS: whole(1),
  CONTESTED_SWEEPS: whole(1),
  RECHECK_DELAY_SECONDS: whole(0, 900),
  SWEEP_SKIP_BACKLOG: whole(0),
  DESTINATION_CHECKS: oneOf(['on', 'off']),
  EDITS_CONCURRENCY: whole(2),
  UPKEEP_CONCURRENCY: whole(2),
  COGNITO_READ_QUOTA: rate,
  COGNITO_WRITE_QUOTA: rate,
  POOL_READ_QUOTA: rate,
  PARAMETER_QUOTA: rate,
  PARAMETER_SHARE_PERCENT: number(
    (percent) => percent > 0 && percent <= 100,
    'a number above 0, at most 100',
  ),
  STATE_TABLE: like(/^.{3,}$/, 'the name of a table, 3 characters or more'),
  EDITS_QUEUE_URL: url,
  UPKEEP_QUEUE_URL: url,
  EVENT_BUS: some,
});

/** Throws one Error that names every fault; values are not quoted, since an environment holds secrets too. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const read = environment.safeParse(env);
  if (!read.success) {
    const faults = read.error.issues.map((issue) => `${issue.path.join('.')}: expected ${issue.message}`);
    throw new Error(`the function's settings are at fault: ${faults.join('; ')}`);
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
    eventBus: e.EVENT_BUS,
    quotas: Object.freeze({
      CognitoRead: Number(e.COGNITO_READ_QUOTA),
      CognitoWrite: Number(e.COGNITO_WRITE_QUOTA),
      UserPoolRead: Number(e.POOL_READ_QUOTA),
      ParameterRead: (Number(e.PARAMETER_QUOTA) * Number(e.PARAMETER_SHARE_PERCENT)) / 100,
    }),
    // The sweep is one more, and runs once at a time.
    maxWorkers: Number(e.EDITS_CONCURRENCY) + Number(e.UPKEEP_CONCURRENCY) + 1,
  });
}
