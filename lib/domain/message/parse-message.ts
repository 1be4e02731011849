import { fromCloudTrail } from './cloud-trail-event.ts';
import { fromOwn } from './own-message.ts';
import { fromParameter } from './parameter-event.ts';
import type { ParsedMessage, Place } from './parsed-message.ts';
import { fromTagChange } from './tag-event.ts';

/** Parses the body of a message. Never throws. */
export function parseMessage(body: string, place: Place): ParsedMessage {
  const json = parseJson(body);
  return (
    fromParameter(json, place) ??
    fromCloudTrail(json, place) ??
    fromTagChange(json, place) ??
    fromOwn(json) ?? { kind: 'Malformed', keys: keysOf(json) }
  );
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const keysOf = (json: unknown): readonly string[] =>
  typeof json === 'object' && json !== null ? Object.keys(json).slice(0, 20) : [typeof json];
