import { z } from 'zod';

/** One side of a comparison, desired or observed: a pool's log delivery with one line per entry. */
export interface Side {
  readonly lines: readonly string[];
  /** Shown instead of the lines, if the side has no lines. */
  readonly note?: string;
}

const entrySchema = z.looseObject({
  EventSource: z.string(),
  LogLevel: z.string().optional(),
  CloudWatchLogsConfiguration: z.looseObject({ LogGroupArn: z.string().optional() }).optional(),
  FirehoseConfiguration: z.looseObject({ StreamArn: z.string().optional() }).optional(),
  S3Configuration: z.looseObject({ BucketArn: z.string().optional() }).optional(),
});
const parameterSchema = z.looseObject({ LogConfigurations: z.array(entrySchema) });

/** The note of a side without entries. Unlike the other notes, it can be compared with the other side. */
export const EMPTY_NOTE = 'no log delivery';

type Entry = z.output<typeof entrySchema>;

/** Formats the configuration of the pool. */
export function observedSide(logConfigurations: readonly unknown[]): Side {
  const read = z.array(entrySchema).safeParse(logConfigurations);
  return read.success ? sideOf(read.data) : { lines: [], note: 'not readable' };
}

/** Formats the value of a parameter. An invalid value becomes a short note. The service reports the details. */
export function desiredSide(value: string | undefined): Side {
  if (value === undefined) return { lines: [], note: 'no parameter' };
  try {
    const read = parameterSchema.safeParse(JSON.parse(value));
    return read.success ? sideOf(read.data.LogConfigurations) : { lines: [], note: 'not a valid parameter' };
  } catch {
    return { lines: [], note: 'not JSON' };
  }
}

function sideOf(entries: readonly Entry[]): Side {
  const lines = entries.map(lineOf).toSorted();
  return lines.length === 0 ? { lines, note: EMPTY_NOTE } : { lines };
}

/** Removes the `:*` at the end of a log group ARN: both forms mean the same log group. */
function lineOf(entry: Entry): string {
  const destination =
    entry.CloudWatchLogsConfiguration?.LogGroupArn ??
    entry.FirehoseConfiguration?.StreamArn ??
    entry.S3Configuration?.BucketArn ??
    'no destination';
  return `${entry.EventSource} ${entry.LogLevel ?? ''} → ${destination.replace(/:\*$/, '')}`;
}
