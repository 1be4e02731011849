import * as z from 'zod/mini';
import type { Desired, DesiredState, StoredParameter } from '../desired.ts';
import { EVENT_SOURCES } from '../log-configuration.ts';
import type { Settings } from '../settings.ts';
import type { ValidationIssue } from '../validation-issue.ts';
import { entriesOf } from './entries.ts';
import { envelopeIssue } from './envelope.ts';
import { PARAMETER_KEYS } from './known-keys.ts';
import { type ParseSettings, ruleIssues } from './rule-issues.ts';
import { type ParameterValue, parameterSchema } from './schema.ts';
import { schemaIssues } from './schema-issues.ts';
import { readStored } from './stored-value.ts';

/**
 * Parses the stored parameter of a pool. Never throws; returns all issues together. `settings.mode` `Observe`
 * overrides `Enforce` in the parameter.
 */
export function parseParameter(
  stored: StoredParameter | undefined,
  userPoolId: string,
  settings: ParseSettings & Pick<Settings, 'mode'>,
): Desired {
  if (stored === undefined) return { kind: 'Absent' };
  const json = readStored(stored);
  if (json.kind === 'Broken') return { kind: 'Invalid', issues: json.issues };
  const { issues, ...read } = parseValue(json.value, userPoolId, settings);
  if (issues.length > 0 || read.value === undefined) {
    const sources = ownedSources.safeParse(json.value).data?.LogConfigurations;
    return {
      kind: 'Invalid',
      issues,
      ...(sources && { sources: sources.map(({ EventSource }) => EventSource) }),
    };
  }
  const state = stateOf(read.value);
  return {
    kind: 'Valid',
    state: settings.mode === 'Observe' ? { ...state, Mode: 'Observe' } : state,
    warnings: read.warnings,
  };
}

/** The readable part of an invalid parameter that leaves the other event sources to policies. */
const ownedSources = z.object({
  Inherit: z.literal(true),
  LogConfigurations: z.array(z.object({ EventSource: z.enum(EVENT_SOURCES) })),
});

/** Returns the state without `null`, which means that a member is absent. */
const stateOf = ({ LogConfigurations, Mode, OnDelete, Inherit }: ParameterValue): DesiredState => ({
  LogConfigurations: entriesOf(LogConfigurations),
  Mode: Mode ?? 'Enforce',
  OnDelete: OnDelete ?? 'Retain',
  ...(Inherit === true && { Inherit }),
});

/** Validates only the value, as parsed JSON. Used for files that are not in Parameter Store yet. */
export function parseValue(
  value: unknown,
  userPoolId: string,
  settings: ParseSettings,
): {
  readonly value: ParameterValue | undefined;
  readonly issues: readonly ValidationIssue[];
  readonly warnings: readonly ValidationIssue[];
} {
  const envelope = envelopeIssue(value);
  if (envelope) return { value: undefined, issues: [envelope], warnings: [] };
  const shape = parameterSchema.safeParse(value);
  const rules = ruleIssues(value, userPoolId, settings);
  const issues = [
    ...(shape.success ? [] : schemaIssues(shape.error.issues, value, PARAMETER_KEYS)),
    ...rules.issues,
  ];
  return { value: issues.length === 0 ? shape.data : undefined, issues, warnings: rules.warnings };
}
