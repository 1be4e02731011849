import { isDeepStrictEqual } from 'node:util';
import {
  type LogConfiguration,
  normalized,
  type ObservedConfiguration,
} from '../../lib/domain/log-configuration.ts';
import type { PoolRecord } from '../../lib/domain/record.ts';
import type { PolicyRollout } from '../../lib/domain/rollout/rollout.ts';
import { toLogGroup, toStream } from '../support/situation.ts';
import type { Env, PolicyWanted } from './policy-steps.ts';
import type { Wanted } from './steps.ts';

/** A value from this time on, in virtual milliseconds. Undefined: the parameter or policy did not exist. */
export interface Version<W> {
  readonly wanted: W;
  readonly from: number;
}

/** The facts on which the selection of a policy depends. */
export interface ModelFacts {
  readonly name: string;
  readonly env: Env;
  readonly isPlus: boolean;
  readonly protection: 'OFF' | 'AUDIT';
}

/** A pool as its users know it. The model only knows the edits and their times; it does not decide as the service does. */
export interface ModelPool {
  readonly id: string;
  exists: boolean;
  /** The newest is last. */
  readonly versions: Version<Wanted | undefined>[];
  /** The newest is last. */
  readonly facts: Version<ModelFacts>[];
  /** The event of the last change of the tier was lost. */
  isTierUnseen: boolean;
  /** The time of the last change of the pool or its parameter by a user. */
  changedAt: number;
  /** The record as a worker last read or stored it. */
  recorded?: PoolRecord | undefined;
}

/** A policy, as a user wrote it. */
export interface PutPolicy extends PolicyWanted {
  /** The pools that a selection by `Ids` names. */
  readonly ids: readonly string[];
}

export interface ModelPolicy {
  readonly name: string;
  /** The newest is last. */
  readonly versions: Version<PutPolicy | undefined>[];
  /** All texts that were written. */
  readonly texts: Map<string, PutPolicy>;
  /** The stored rollout over time. The newest is last. */
  readonly rollouts: Version<PolicyRollout>[];
}

export interface Model {
  readonly pools: ModelPool[];
  /** Empty in every second world; its parameters do not inherit. */
  readonly policies: readonly ModelPolicy[];
  /** Whether the parameter that freezes the service exists. The newest is last. */
  readonly freezes: Version<boolean>[];
  /** The settings of the deployment. */
  mode: 'Enforce' | 'Observe';
}

export const entriesOf = ({
  notification,
  signIns,
}: {
  readonly notification: number | undefined;
  readonly signIns: number | undefined;
}): readonly LogConfiguration[] =>
  normalized([
    ...(notification === undefined ? [] : [toLogGroup(`n${notification}`)]),
    ...(signIns === undefined ? [] : [toStream(`s${signIns}`)]),
  ]);

const BAD = [
  '{ "LogConfigurations": [',
  JSON.stringify({ LogConfigurations: [], Colour: 'red' }),
  JSON.stringify({
    LogConfigurations: [
      {
        EventSource: 'userNotification',
        LogLevel: 'ERROR',
        S3Configuration: { BucketArn: 'arn:aws:s3:::audit-logs' },
      },
    ],
  }),
  JSON.stringify({
    LogConfigurations: [
      {
        ...toLogGroup(),
        CloudWatchLogsConfiguration: { LogGroupArn: 'arn:aws:logs:eu-west-1:999999999999:log-group:x' },
      },
    ],
  }),
  JSON.stringify({ LogConfigurations: [toLogGroup('a'), toLogGroup('b'), toStream()] }),
  JSON.stringify({ LogConfigurations: [{ ...toLogGroup(), LogLevel: 'INFO' }] }),
] as const;

/** Returns the parameter's text, its entries in the reverse of the service's order. */
export function textOf(wanted: Wanted): string {
  if (wanted.kind === 'Bad') return BAD[wanted.which % BAD.length] ?? '';
  const { mode, onDelete, inherit } = wanted;
  return JSON.stringify({
    LogConfigurations: entriesOf(wanted).toReversed(),
    ...(mode && { Mode: mode }),
    ...(onDelete && { OnDelete: onDelete }),
    ...(inherit && { Inherit: true }),
  });
}

export const latest = <W>({ versions }: { readonly versions: readonly Version<W>[] }): W | undefined =>
  versions.at(-1)?.wanted;

/** Returns the values that a read between these times can have returned. */
export const saidBetween = <W>(
  { versions }: { readonly versions: readonly Version<W>[] },
  from: number,
  to: number,
): readonly W[] =>
  versions
    .filter(
      (version, at) => version.from <= to && (versions[at + 1]?.from ?? Number.POSITIVE_INFINITY) >= from,
    )
    .map(({ wanted }) => wanted);

export const isEnforced = (wanted: Wanted | undefined): wanted is Extract<Wanted, { kind: 'Valid' }> =>
  wanted?.kind === 'Valid' && wanted.mode !== 'Observe';

export const same = (
  a: readonly ObservedConfiguration[] | undefined,
  b: readonly ObservedConfiguration[] | undefined,
): boolean => a !== undefined && b !== undefined && isDeepStrictEqual(normalized(a), normalized(b));

/** Returns why the service must not write this to the pool now; undefined: an edit asks for it. */
export function whyIllegal(
  pool: ModelPool,
  set: readonly LogConfiguration[],
  { from, to }: { readonly from: number; readonly to: number },
): string | undefined {
  const said = saidBetween(pool, from, to);
  if (said.some((wanted) => isEnforced(wanted) && same(entriesOf(wanted), set))) return undefined;
  const mayClear = pool.versions.some(({ wanted }) => isEnforced(wanted) && wanted.onDelete === 'Clear');
  if (set.length === 0 && said.includes(undefined) && mayClear) return undefined;
  return `${pool.id}: put ${JSON.stringify(set)}, where its parameter said ${JSON.stringify(said)}`;
}
