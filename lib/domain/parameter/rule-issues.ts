import * as z from 'zod/mini';
import { LIST_EXPECTED } from '../event-sources.ts';
import type { Settings } from '../settings.ts';
import { undefinedIfInvalid } from '../undefined-if-invalid.ts';
import { formatValue, type ValidationIssue } from '../validation-issue.ts';
import { arnIssues, regionWarnings } from './arn-rules.ts';
import { entryRules, lenientEntries, type RuleIssues } from './entry-rules.ts';

export type ParseSettings = Pick<Settings, 'account' | 'allowedDestinations' | 'logLevelValidation'> & {
  /** Where the pool is. Undefined if that is not known: a pool ID does not show it. */
  readonly region: string | undefined;
};

const lenient = z.object({
  UserPoolId: undefinedIfInvalid(z.nullable(z.string())),
  LogConfigurations: lenientEntries,
});

/** Checks the rules that the schema cannot express: levels, destinations, accounts and the pool ID. */
export function ruleIssues(raw: unknown, userPoolId: string, settings: ParseSettings): RuleIssues {
  const read = lenient.safeParse(raw);
  if (!read.success) return { issues: [], warnings: [] };
  const { UserPoolId, LogConfigurations } = read.data;
  const entries = entryRules(LogConfigurations, LIST_EXPECTED, settings, {
    issues: (key, path, arn) => arnIssues(key, path, arn, settings),
    warnings: (key, path, arn) => regionWarnings(key, path, arn, settings.region),
  });
  return {
    issues: [...poolIdIssues(UserPoolId ?? undefined, userPoolId), ...entries.issues],
    warnings: entries.warnings,
  };
}

function poolIdIssues(idInValue: string | undefined, userPoolId: string): readonly ValidationIssue[] {
  if (idInValue === undefined || idInValue === userPoolId) return [];
  const expected =
    userPoolId === ''
      ? 'the ID of a user pool, for example eu-west-1_aBcDeFgHi, not its name'
      : `"${userPoolId}", the pool ID in the parameter name`;
  return [{ path: 'UserPoolId', found: formatValue(idInValue), expected }];
}
