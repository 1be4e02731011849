import type { Desired, StoredParameter } from '../desired.ts';
import { type LogConfiguration, normalized } from '../log-configuration.ts';
import type { Settings } from '../settings.ts';
import { regionOf } from '../user-pool-id.ts';
import { formatValue, type ValidationIssue } from '../validation-issue.ts';
import { type ParseSettings, ruleIssues } from './rule-issues.ts';
import { type ParameterValue, parameterSchema } from './schema.ts';
import { schemaIssues } from './schema-issues.ts';

/**
 * What a stored parameter wants for the pool that its name speaks of. Never throws; every fault at once.
 * `settings.mode` `Observe` overrules the parameter's `Enforce`.
 */
export function parseParameter(
  stored: StoredParameter | undefined,
  userPoolId: string,
  settings: ParseSettings & Pick<Settings, 'mode'>,
): Desired {
  if (stored === undefined) return { kind: 'Absent' };
  const outside = envelopeFaults(stored, userPoolId, settings);
  // A SecureString's value is cipher text, a StringList's is cut at commas: neither is looked at.
  if (stored.type !== 'String') return { kind: 'Invalid', faults: outside };
  const json = parseJson(stored.value);
  if (json.fault) return { kind: 'Invalid', faults: [...outside, json.fault] };
  const read = parseValue(json.value, userPoolId, settings);
  const faults = [...outside, ...read.faults];
  if (faults.length > 0 || read.value === undefined) return { kind: 'Invalid', faults };
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

/** The value alone, already JSON: for files that are not in SSM yet. */
export function parseValue(
  value: unknown,
  userPoolId: string,
  settings: ParseSettings,
): {
  readonly value: ParameterValue | undefined;
  readonly faults: readonly ValidationIssue[];
  readonly warnings: readonly ValidationIssue[];
} {
  const shape = parameterSchema.safeParse(value);
  const rules = ruleIssues(value, userPoolId, settings);
  const faults = [...(shape.success ? [] : schemaIssues(shape.error.issues, value)), ...rules.faults];
  return { value: faults.length === 0 ? shape.data : undefined, faults, warnings: rules.warnings };
}

function envelopeFaults(
  { type }: StoredParameter,
  userPoolId: string,
  { region }: ParseSettings,
): readonly ValidationIssue[] {
  const faults: ValidationIssue[] = [];
  if (regionOf(userPoolId) !== region)
    faults.push({
      path: 'Name',
      found: formatValue(userPoolId),
      expected: `a user pool of the Region ${region}`,
    });
  if (type !== 'String')
    faults.push({
      path: 'Type',
      found: formatValue(type),
      expected: '"String", the only type that can hold JSON',
    });
  return faults;
}

function parseJson(
  text: string,
): { readonly value: unknown; readonly fault?: never } | { readonly fault: ValidationIssue } {
  try {
    return { value: JSON.parse(text) };
  } catch (cause) {
    const where = cause instanceof Error ? ` (${cause.message})` : '';
    return { fault: { path: '', found: `${formatValue(text)}${where}`, expected: 'JSON' } };
  }
}
