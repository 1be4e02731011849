import * as z from 'zod/mini';
import type { StoredParameter } from './desired.ts';
import { withoutByteOrderMark } from './parameter/text.ts';

/** Returns the name of the parameter that stops all writes while it exists. */
export const freezeParameterName = (prefix: string): string => `${prefix}/freeze`;

export const MAX_FREEZE_REASON_LENGTH = 500;

/** Why the service is frozen. The parameter freezes the service with any value, so that no mistake in it starts the writes. */
export interface Freeze {
  /** Missing if the value does not contain one. */
  readonly reason?: string;
  /** The error in the value. The service is frozen nevertheless. */
  readonly issue?: string;
  /** When the parameter was created, ISO 8601. Missing if its value was changed after that. */
  readonly createdAt?: string;
}

/** A freeze, as the state table contains it. Times are ISO 8601. */
export interface RecordedFreeze {
  /** When the service first found that it is frozen. */
  readonly Since: string;
  /** When the freeze last stopped a function from doing its work. */
  readonly At: string;
  /** When the freeze that is now in force began. It can follow another one before a sweep has noticed the end of that. */
  readonly BeganAt?: string;
}

/** The item of the freeze. Without a freeze that a sweep has to follow up, it can still show the last one. */
export interface StoredFreeze {
  readonly recorded?: RecordedFreeze;
  /** Until then, the pools of a rollout can wait behind the messages of the sweep after the last freeze. ISO 8601. */
  readonly catchUpUntil?: string;
}

const EXPECTED = 'Expected {"Reason": "TEXT"}.';
const reasonText = z.string().check(z.minLength(1));
const content = z.object({ Reason: z.optional(z.unknown()) });

export const parseFreeze = (stored: StoredParameter): Freeze => ({
  ...parseReason(stored),
  ...(stored.version === 1 && stored.modifiedAt !== undefined && { createdAt: stored.modifiedAt }),
});

function parseReason({ type, value }: StoredParameter): Freeze {
  if (type !== 'String') return { issue: `The type of the parameter is ${type}. Expected String.` };
  const json = parsed(value);
  if (json === undefined) return { issue: `The value is not valid JSON. ${EXPECTED}` };
  const object = content.safeParse(json);
  if (!object.success) return { issue: `The value is not a JSON object. ${EXPECTED}` };
  const reason = reasonText.safeParse(object.data.Reason);
  if (!reason.success) return { issue: `The value contains no reason. ${EXPECTED}` };
  return { reason: reason.data.slice(0, MAX_FREEZE_REASON_LENGTH) };
}

export const freezeValue = (reason: string): string => JSON.stringify({ Reason: reason });

function parsed(value: string): unknown {
  try {
    return JSON.parse(withoutByteOrderMark(value));
  } catch {
    return undefined;
  }
}
