import * as z from 'zod';
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
  readonly mostWorkers: number;
}

/** The categories that are paced: Cognito's (AWS facts §4) and our share of SSM's. */
export interface Quotas {
  readonly CognitoRead: number;
  readonly CognitoWrite: number;
  readonly UserPoolRead: number;
  readonly ParameterRead: number;
}
export type Category = keyof Quotas;

/** Written out as digits: an empty setting must not pass as 0. */
const number = z
  .string()
  .regex(/^\d+(\.\d+)?$/, 'a number like 20 or 0.5')
  .transform(Number);
const whole = (least: number, most = Number.MAX_SAFE_INTEGER) =>
  number.pipe(z.number().int().min(least).max(most));
const rate = number.pipe(z.number().positive());
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

const environment = z.object({
  AWS_REGION: z.string().min(1),
  ACCOUNT_ID: z.string().regex(/^\d{12}$/, 'twelve digits'),
  PARTITION: z.string().min(1),
  PARAMETER_PREFIX: z
    .string()
    .regex(/^(\/[\w.-]+)+$/, 'a path like /cognito-log-delivery, with no / at its end'),
  MODE: z.enum(MODES),
  ALLOWED_DESTINATIONS: list,
  LEVEL_PAIRING: z.enum(['refuse', 'warn']),
  CLEAR_GRACE_SECONDS: whole(0),
  HOLD_SHARE_PERCENT: number.pipe(z.number().max(100)),
  HOLD_MINIMUM: whole(1),
  CONTESTED_REPAIRS: whole(1),
  CONTESTED_SWEEPS: whole(1),
  SECOND_LOOK_SECONDS: whole(0, 900),
  SWEEP_SKIP_BACKLOG: whole(0),
  DESTINATION_CHECKS: z.enum(['on', 'off']).transform((text) => text === 'on'),
  EDITS_CONCURRENCY: whole(2),
  UPKEEP_CONCURRENCY: whole(2),
  COGNITO_READ_QUOTA: rate,
  COGNITO_WRITE_QUOTA: rate,
  POOL_READ_QUOTA: rate,
  PARAMETER_QUOTA: rate,
  PARAMETER_SHARE_PERCENT: number.pipe(z.number().gt(0).max(100)),
  STATE_TABLE: z.string().min(3),
  EDITS_QUEUE_URL: z.url(),
  UPKEEP_QUEUE_URL: z.url(),
  EVENT_BUS: z.string().min(1),
});

/** Throws one Error that names every fault; values are not quoted, since an environment holds secrets too. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const read = environment.safeParse(env);
  if (!read.success) {
    const faults = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
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
      allowedDestinations: e.ALLOWED_DESTINATIONS,
      levelPairing: e.LEVEL_PAIRING,
      clearGraceSeconds: e.CLEAR_GRACE_SECONDS,
      contestedRepairs: e.CONTESTED_REPAIRS,
      contestedSweeps: e.CONTESTED_SWEEPS,
      holdSharePercent: e.HOLD_SHARE_PERCENT,
      holdMinimum: e.HOLD_MINIMUM,
      secondLookSeconds: e.SECOND_LOOK_SECONDS,
      sweepSkipBacklog: e.SWEEP_SKIP_BACKLOG,
      destinationChecks: e.DESTINATION_CHECKS,
    }),
    stateTable: e.STATE_TABLE,
    editsQueueUrl: e.EDITS_QUEUE_URL,
    upkeepQueueUrl: e.UPKEEP_QUEUE_URL,
    eventBus: e.EVENT_BUS,
    quotas: Object.freeze({
      CognitoRead: e.COGNITO_READ_QUOTA,
      CognitoWrite: e.COGNITO_WRITE_QUOTA,
      UserPoolRead: e.POOL_READ_QUOTA,
      ParameterRead: (e.PARAMETER_QUOTA * e.PARAMETER_SHARE_PERCENT) / 100,
    }),
    // The sweep is one more, and runs once at a time.
    mostWorkers: e.EDITS_CONCURRENCY + e.UPKEEP_CONCURRENCY + 1,
  });
}
