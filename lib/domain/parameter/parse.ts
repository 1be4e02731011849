import type { Desired, DesiredState, StoredParameter } from '../desired.ts';
import { type LogConfiguration, normalized } from '../log-configuration.ts';
import type { Settings } from '../settings.ts';
import { formatValue, type ValidationIssue } from '../validation-issue.ts';
import { envelopeIssue } from './envelope.ts';
import { readJson } from './json-text.ts';
import { PARAMETER_KEYS } from './known-keys.ts';
import { type ParseSettings, ruleIssues } from './rule-issues.ts';
import { type ParameterValue, parameterSchema } from './schema.ts';
import { schemaIssues } from './schema-issues.ts';

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
  const type = typeIssues(stored);
  // A SecureString is encrypted and a StringList is split at commas, so their values are not parsed.
  if (stored.type !== 'String') return { kind: 'Invalid', issues: type };
  const json = readJson(stored.value);
  if (json.kind === 'Broken') return { kind: 'Invalid', issues: [...type, ...json.issues] };
  const read = parseValue(json.value, userPoolId, settings);
  const issues = [...type, ...read.issues];
  if (issues.length > 0 || read.value === undefined) return { kind: 'Invalid', issues };
  const state = stateOf(read.value);
  return {
    kind: 'Valid',
    state: settings.mode === 'Observe' ? { ...state, Mode: 'Observe' } : state,
    warnings: read.warnings,
  };
}

/** Returns the state without `null`, which means that a member is absent. */
const stateOf = ({ LogConfigurations, Mode, OnDelete, Inherit }: ParameterValue): DesiredState => ({
  LogConfigurations: normalized<LogConfiguration>(
    LogConfigurations.map(
      ({ CloudWatchLogsConfiguration, FirehoseConfiguration, S3Configuration, ...entry }) => ({
        ...entry,
        ...(CloudWatchLogsConfiguration && { CloudWatchLogsConfiguration }),
        ...(FirehoseConfiguration && { FirehoseConfiguration }),
        ...(S3Configuration && { S3Configuration }),
      }),
    ),
  ),
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

const typeIssues = ({ type }: StoredParameter): readonly ValidationIssue[] =>
  type === 'String'
    ? []
    : [{ path: 'Type', found: formatValue(type), expected: '"String", the only supported type' }];
