import type { Desired, StoredParameter } from '../desired.ts';
import { type LogConfiguration, normalized } from '../log-configuration.ts';
import type { Settings } from '../settings.ts';
import { formatValue, type ValidationIssue } from '../validation-issue.ts';
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
  const envelope = envelopeIssues(stored);
  // A SecureString is encrypted and a StringList is split at commas, so their values are not parsed.
  if (stored.type !== 'String') return { kind: 'Invalid', issues: envelope };
  const json = parseJson(stored.value);
  if (json.issue) return { kind: 'Invalid', issues: [...envelope, json.issue] };
  const read = parseValue(json.value, userPoolId, settings);
  const issues = [...envelope, ...read.issues];
  if (issues.length > 0 || read.value === undefined) return { kind: 'Invalid', issues };
  const { LogConfigurations, Mode, OnDelete } = read.value;
  return {
    kind: 'Valid',
    state: {
      LogConfigurations: normalized<LogConfiguration>(LogConfigurations),
      Mode: settings.mode === 'Observe' ? 'Observe' : Mode,
      OnDelete,
    },
    warnings: read.warnings,
  };
}

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
  const shape = parameterSchema.safeParse(value);
  const rules = ruleIssues(value, userPoolId, settings);
  const issues = [...(shape.success ? [] : schemaIssues(shape.error.issues, value)), ...rules.issues];
  return { value: issues.length === 0 ? shape.data : undefined, issues, warnings: rules.warnings };
}

const envelopeIssues = ({ type }: StoredParameter): readonly ValidationIssue[] =>
  type === 'String'
    ? []
    : [{ path: 'Type', found: formatValue(type), expected: '"String", the only supported type' }];

function parseJson(
  text: string,
): { readonly value: unknown; readonly issue?: never } | { readonly issue: ValidationIssue } {
  try {
    return { value: JSON.parse(text) };
  } catch (cause) {
    const details = cause instanceof Error ? ` (${cause.message})` : '';
    return { issue: { path: '', found: `${formatValue(text)}${details}`, expected: 'valid JSON' } };
  }
}
