import { z } from 'zod';
import { readJson } from '../lib/domain/parameter/json-text.ts';

/** One entry of a log delivery configuration. */
export interface EntryView {
  readonly source: string;
  readonly level: string;
  /** The ARN of the destination without `:*`; empty if the entry does not have a destination. */
  readonly arn: string;
}

/** One side of a comparison, desired or observed: the log delivery of a pool, sorted by event source. */
export interface Side {
  readonly entries: readonly EntryView[];
  /** Shown instead of the entries, if the side does not have entries. */
  readonly note?: string;
}

const entrySchema = z.looseObject({
  EventSource: z.string(),
  LogLevel: z.string().nullish(),
  CloudWatchLogsConfiguration: z.looseObject({ LogGroupArn: z.string().nullish() }).nullish(),
  FirehoseConfiguration: z.looseObject({ StreamArn: z.string().nullish() }).nullish(),
  S3Configuration: z.looseObject({ BucketArn: z.string().nullish() }).nullish(),
});
const parameterSchema = z.looseObject({ LogConfigurations: z.array(entrySchema) });

/** The note of a side without entries. Unlike the other notes, it can be compared with the other side. */
export const EMPTY_NOTE = 'no log delivery';

type Entry = z.output<typeof entrySchema>;

/** Returns a side that shows only a note. */
export const noteSide = (note: string): Side => ({ entries: [], note });

/** Converts the configuration of a pool. */
export function observedSide(logConfigurations: readonly unknown[]): Side {
  const read = z.array(entrySchema).safeParse(logConfigurations);
  return read.success ? sideOf(read.data) : noteSide('not readable');
}

/** Converts the value of a parameter. An invalid value becomes a short note. The service reports the details. */
export function desiredSide(value: string | undefined): Side {
  if (value === undefined) return noteSide('no parameter');
  const json = readJson(value);
  if (json.kind === 'Broken') return noteSide('not a valid parameter');
  const read = parameterSchema.safeParse(json.value);
  return read.success ? sideOf(read.data.LogConfigurations) : noteSide('not a valid parameter');
}

/** Whether the side is a configuration, which can be compared with another one. An empty one can be. */
export const isConfiguration = ({ note }: Side): boolean => note === undefined || note === EMPTY_NOTE;

/** One event source whose entries differ between the two sides. */
export interface EntryDifference {
  readonly source: string;
  readonly desired: readonly EntryView[];
  readonly observed: readonly EntryView[];
}

/** Returns the event sources that differ; an empty list if the sides are equal or cannot be compared. */
export function differencesOf(desired: Side, observed: Side): readonly EntryDifference[] {
  if (!isConfiguration(desired) || !isConfiguration(observed)) return [];
  const sources = new Set([...desired.entries, ...observed.entries].map(({ source }) => source));
  return [...sources]
    .toSorted()
    .map((source) => ({
      source,
      desired: desired.entries.filter((entry) => entry.source === source),
      observed: observed.entries.filter((entry) => entry.source === source),
    }))
    .filter((one) => JSON.stringify(one.desired) !== JSON.stringify(one.observed));
}

function sideOf(given: readonly Entry[]): Side {
  const entries = given.map(entryOf).toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return entries.length === 0 ? noteSide(EMPTY_NOTE) : { entries };
}

const keyOf = ({ source, level, arn }: EntryView): string => `${source} ${level} ${arn}`;

/** Removes the `:*` at the end of a log group ARN: both forms refer to the same log group. */
function entryOf(entry: Entry): EntryView {
  const arn =
    entry.CloudWatchLogsConfiguration?.LogGroupArn ??
    entry.FirehoseConfiguration?.StreamArn ??
    entry.S3Configuration?.BucketArn ??
    '';
  return { source: entry.EventSource, level: entry.LogLevel ?? '', arn: arn.replace(/:\*$/, '') };
}
