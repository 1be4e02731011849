import { randomUUID } from 'node:crypto';
import type { EventBus } from '../../core/events.ts';
import { operation } from '../../core/operation.ts';
import { type Infer, list, optional, required, structure, text } from '../../core/shapes/shape.ts';

const entry = structure({
  Source: optional(text()),
  DetailType: optional(text()),
  Detail: optional(text()),
  Resources: optional(list(text())),
  EventBusName: optional(text({ min: 1, max: 1600 })),
  TraceHeader: optional(text({ min: 1, max: 500 })),
});

const putEventsInput = structure({ Entries: required(list(entry, { min: 1, max: 10 })) });

type Entry = Infer<typeof entry>;

/** Entries fail individually, with the codes of the API documentation. `Time` is ignored. */
export const putEvents = operation(putEventsInput, (store: { readonly bus: EventBus }, input) => {
  const results = input.Entries.map((candidate) => accept(store.bus, candidate));
  return {
    FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length,
    Entries: results,
  };
});

function accept(bus: EventBus, entry: Entry): object {
  const { Source: source, DetailType: detailType, Detail: text } = entry;
  if (!source)
    return failure(
      'InvalidArgument',
      'Parameter Source is not valid. Reason: Source is a required argument.',
    );
  if (!detailType)
    return failure(
      'InvalidArgument',
      'Parameter DetailType is not valid. Reason: DetailType is a required argument.',
    );
  if (!text)
    return failure(
      'InvalidArgument',
      'Parameter Detail is not valid. Reason: Detail is a required argument.',
    );
  if (source.startsWith('aws.'))
    return failure('NotAuthorizedForSourceException', 'Not authorized for the source.');
  const detail = parseDetail(text);
  if (detail === undefined) return failure('MalformedDetail', 'Detail is malformed.');
  // Events for a bus that does not exist are lost, but EventBridge responds with an ID anyway [unverified].
  if (!isDefaultBus(entry.EventBusName)) return { EventId: randomUUID() };
  return { EventId: bus.put({ source, detailType, detail, resources: entry.Resources ?? [] }).id };
}

function isDefaultBus(name: string | undefined): boolean {
  return name === undefined || name === 'default' || name.endsWith(':event-bus/default');
}

function parseDetail(text: string): object | undefined {
  try {
    const detail: unknown = JSON.parse(text);
    return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? detail : undefined;
  } catch {
    return undefined;
  }
}

function failure(code: string, message: string): object {
  return { ErrorCode: code, ErrorMessage: message };
}
