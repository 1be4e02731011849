import * as z from 'zod/mini';
import { EVENT_SOURCES } from '../log-configuration.ts';
import { hintedKeys, placeIn } from '../parameter/known-keys.ts';
import type { ValidationIssue } from '../validation-issue.ts';
import { POLICY_KEYS } from './known-keys.ts';
import type { ReadablePart } from './policy.ts';
import { policySchema } from './schema.ts';
import { selectionOf } from './selection-of.ts';

const { Precedence, Priority, Select, Mode } = policySchema.shape;

const readable = z.object({
  Precedence,
  Priority,
  Select,
  Mode,
  LogConfigurations: z.array(z.object({ EventSource: z.enum(EVENT_SOURCES) })),
});

/**
 * Returns which event sources of which pools an invalid policy would own. Undefined if that is not certain, because one of
 * `issues` is about the selection, the precedence, the mode or an event source.
 */
export function readablePart(value: unknown, issues: readonly ValidationIssue[]): ReadablePart | undefined {
  const read = readable.safeParse(value);
  if (!read.success || issues.some(({ path }) => OWNERSHIP.test(path)) || hasMisplacedKey(value))
    return undefined;
  const part = read.data;
  return {
    Precedence: part.Precedence ?? 'Default',
    Priority: part.Priority ?? 100,
    Select: selectionOf(part.Select),
    Mode: part.Mode ?? 'Enforce',
    sources: part.LogConfigurations.map(({ EventSource }) => EventSource),
  };
}

const OWNERSHIP =
  /^(?:Select|Precedence|Priority|Mode)(?![\w$-])|^LogConfigurations(?:\[\d+\]\.EventSource)?$/;

const MEMBERS = ['Precedence', 'Priority', 'Select', 'Mode', 'LogConfigurations'];

/** Returns whether an unknown key is probably one of the members, or part of the selection. */
function hasMisplacedKey(value: unknown): boolean {
  const { top } = POLICY_KEYS;
  const unknown = Object.keys(Object(value)).filter((key) => !Object.hasOwn(top, key));
  return (
    hintedKeys(value, top).some((key) => MEMBERS.includes(key)) ||
    unknown.some((key) => placeIn(key, top)?.path[0] === 'Select')
  );
}
