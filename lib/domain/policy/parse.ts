import * as z from 'zod/mini';
import type { StoredParameter } from '../desired.ts';
import { entriesOf } from '../parameter/entries.ts';
import { entryRules, lenientEntries } from '../parameter/entry-rules.ts';
import { envelopeIssue } from '../parameter/envelope.ts';
import type { ParseSettings } from '../parameter/rule-issues.ts';
import { schemaIssues } from '../parameter/schema-issues.ts';
import { readStored } from '../parameter/stored-value.ts';
import { policyArnChecks } from './arn-checks.ts';
import { POLICY_KEYS } from './known-keys.ts';
import type { ParsedPolicy, Policy, Rollout } from './policy.ts';
import { readablePart } from './readable.ts';
import { rolloutIssues } from './rollout-rules.ts';
import { ENTRIES_EXPECTED, type PolicyValue, policySchema } from './schema.ts';
import { selectionOf } from './selection-of.ts';
import { selectionIssues } from './selection-rules.ts';
import { policyWarnings } from './warnings.ts';

/**
 * Parses the stored parameter of a policy. Never throws; returns all issues together. The mode of the deployment is not
 * applied here.
 */
export function parsePolicy(stored: StoredParameter, name: string, settings: ParseSettings): ParsedPolicy {
  const json = readStored(stored);
  return json.kind === 'Broken'
    ? { kind: 'Invalid', name, issues: json.issues, readable: undefined }
    : parsePolicyValue(json.value, name, settings);
}

/** Validates only the value, as parsed JSON. Used for files that are not in Parameter Store yet. */
export function parsePolicyValue(value: unknown, name: string, settings: ParseSettings): ParsedPolicy {
  const envelope = envelopeIssue(value, 'one policy');
  if (envelope) return { kind: 'Invalid', name, issues: [envelope], readable: undefined };
  const shape = policySchema.safeParse(value);
  const raw = lenient.safeParse(value).data ?? { LogConfigurations: [] };
  const entries = entryRules(raw.LogConfigurations, ENTRIES_EXPECTED, settings, policyArnChecks(settings));
  const issues = [
    ...(shape.success ? [] : schemaIssues(shape.error.issues, value, POLICY_KEYS)),
    ...selectionIssues(
      raw.Select,
      raw.LogConfigurations.map((entry) => entry?.EventSource),
    ),
    ...entries.issues,
    ...rolloutIssues(raw.Rollout),
  ];
  if (issues.length > 0 || !shape.success)
    return { kind: 'Invalid', name, issues, readable: readablePart(value, issues) };
  const policy = policyOf(shape.data, name);
  return { kind: 'Valid', name, policy, warnings: [...policyWarnings(policy), ...entries.warnings] };
}

const lenient = z.object({
  Select: z.optional(z.unknown()),
  LogConfigurations: lenientEntries,
  Rollout: z.optional(z.unknown()),
});

/** Returns the policy without `null`, which means that a member is absent. */
const policyOf = (value: PolicyValue, Name: string): Policy => ({
  Name,
  ...(typeof value.Description === 'string' && { Description: value.Description }),
  Precedence: value.Precedence ?? 'Default',
  Priority: value.Priority ?? 100,
  Select: selectionOf(value.Select),
  LogConfigurations: entriesOf(value.LogConfigurations),
  Mode: value.Mode ?? 'Enforce',
  OnDelete: value.OnDelete ?? 'Retain',
  Rollout: rolloutOf(value.Rollout ?? {}),
});

const rolloutOf = ({ Waves, HaltAfter }: NonNullable<PolicyValue['Rollout']>): Rollout => ({
  Waves: Waves ?? DEFAULT_ROLLOUT.Waves,
  HaltAfter: {
    Pools: HaltAfter?.Pools ?? DEFAULT_ROLLOUT.HaltAfter.Pools,
    Percent: HaltAfter?.Percent ?? DEFAULT_ROLLOUT.HaltAfter.Percent,
  },
});

export const DEFAULT_ROLLOUT: Rollout = {
  Waves: [1, '10%', '100%'],
  HaltAfter: { Pools: 1, Percent: 5 },
};
