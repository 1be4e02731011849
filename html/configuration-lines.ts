import { z } from 'zod';

/** A pool's log delivery, one line an entry, so that two of them can be held side by side. */
export interface Side {
  readonly lines: readonly string[];
  /** Stands instead of the lines: why there are none to compare. */
  readonly note?: string;
}

const entry = z.looseObject({
  EventSource: z.string(),
  LogLevel: z.string().optional(),
  CloudWatchLogsConfiguration: z.looseObject({ LogGroupArn: z.string().optional() }).optional(),
  FirehoseConfiguration: z.looseObject({ StreamArn: z.string().optional() }).optional(),
  S3Configuration: z.looseObject({ BucketArn: z.string().optional() }).optional(),
});
const parameter = z.looseObject({ LogConfigurations: z.array(entry) });

type Entry = z.output<typeof entry>;

/** What stands on the pool. */
export function observedSide(logConfigurations: readonly unknown[]): Side {
  const read = z.array(entry).safeParse(logConfigurations);
  return read.success ? sideOf(read.data) : { lines: [], note: 'not readable' };
}

/** What a parameter's value asks for; a value that cannot be read is a note, and the service says more. */
export function desiredSide(value: string | undefined): Side {
  if (value === undefined) return { lines: [], note: 'no parameter' };
  try {
    const read = parameter.safeParse(JSON.parse(value));
    return read.success ? sideOf(read.data.LogConfigurations) : { lines: [], note: 'not as it should be' };
  } catch {
    return { lines: [], note: 'not JSON' };
  }
}

function sideOf(entries: readonly Entry[]): Side {
  const lines = entries.map(lineOf).toSorted();
  return lines.length === 0 ? { lines, note: 'nothing' } : { lines };
}

/** An ARN is the same with and without the star at its end. */
function lineOf(one: Entry): string {
  const destination =
    one.CloudWatchLogsConfiguration?.LogGroupArn ??
    one.FirehoseConfiguration?.StreamArn ??
    one.S3Configuration?.BucketArn ??
    'no destination';
  return `${one.EventSource} ${one.LogLevel ?? ''} → ${destination.replace(/:\*$/, '')}`;
}
