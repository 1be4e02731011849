import {
  EVENT_SOURCES,
  type EventSource,
  LOG_LEVELS,
  type LogConfiguration,
  type ObservedConfiguration,
} from '../../log-configuration.ts';
import { formatValue } from '../../validation-issue.ts';
import type { Observed } from '../action.ts';

/** The entries on a pool that a write of another event source carries over. */
export interface CarriedEntries {
  readonly entries: ReadonlyMap<EventSource, readonly LogConfiguration[]>;
  /** An entry that cannot be carried over, because this version does not know its event source or level. */
  readonly unknown: string | undefined;
}

export function carriedEntries(observed: Observed | undefined): CarriedEntries {
  const onPool = observed?.kind === 'Present' ? observed.LogConfigurations : [];
  const known = onPool.flatMap((entry) => asLogConfiguration(entry) ?? []);
  const unknown = onPool.find((entry) => asLogConfiguration(entry) === undefined);
  return {
    entries: new Map(
      EVENT_SOURCES.map((source) => [source, known.filter(({ EventSource }) => EventSource === source)]),
    ),
    unknown: unknown && `${formatValue(unknown.EventSource)} with level ${formatValue(unknown.LogLevel)}`,
  };
}

function asLogConfiguration(entry: ObservedConfiguration): LogConfiguration | undefined {
  const EventSource = EVENT_SOURCES.find((source) => source === entry.EventSource);
  const LogLevel = LOG_LEVELS.find((level) => level === entry.LogLevel);
  return EventSource && LogLevel ? { ...entry, EventSource, LogLevel } : undefined;
}
