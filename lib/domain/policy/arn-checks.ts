import { ARN_RULES, isArnOf, withoutWildcard } from '../destination-arn.ts';
import type { DestinationKey } from '../event-sources.ts';
import { accountIssues, arnIssues, regionWarnings } from '../parameter/arn-rules.ts';
import type { ArnChecks } from '../parameter/entry-rules.ts';
import type { ParseSettings } from '../parameter/rule-issues.ts';
import { formatValue } from '../validation-issue.ts';
import { expandArn, hasMacro, MACROS_EXPECTED, POOL_MACROS } from './macros.ts';

/**
 * Returns the checks of the ARNs in a policy. The account and the Region are known; sample values replace the ID and the
 * name of the pool. The allow-list is checked only if the ARN is the same for every pool.
 */
export function policyArnChecks(settings: ParseSettings): ArnChecks {
  const region = settings.region ?? SAMPLE_REGION;
  const values = { account: settings.account, region, userPoolId: `${region}_aBcDeFgHi`, name: 'name' };
  const expand = (key: DestinationKey, arn: string, path: string) =>
    expandArn(key === 'CloudWatchLogsConfiguration' ? withoutWildcard(arn) : arn, values, path);
  const isKnown = (arn: string): boolean =>
    !POOL_MACROS.some((macro) => hasMacro(arn, macro)) &&
    (settings.region !== undefined || !hasMacro(arn, 'region'));
  return {
    issues: (key, path, arn) => {
      const expanded = expand(key, arn, path);
      if (expanded.kind === 'Invalid') return expanded.issues;
      const { value } = expanded;
      if (!isArnOf(key, value)) {
        const expected = `${ARN_RULES[key].expected}, with or without the macros ${MACROS_EXPECTED}`;
        return [{ path, found: formatValue(arn), expected }];
      }
      if (!isKnown(arn)) return accountIssues(key, path, value, settings.account, formatValue(arn));
      const isSame = value === withoutWildcard(arn);
      const found = isSame ? formatValue(arn) : `${formatValue(arn)}, which becomes ${formatValue(value)}`;
      return arnIssues(key, path, value, settings, found);
    },
    warnings: (key, path, arn) => {
      if (hasMacro(arn, 'region')) return [];
      const expanded = expand(key, arn, path);
      if (expanded.kind === 'Invalid') return [];
      return regionWarnings(key, path, expanded.value, settings.region).map((warning) => ({
        ...warning,
        found: formatValue(arn),
      }));
    },
  };
}

const SAMPLE_REGION = 'us-east-1';
