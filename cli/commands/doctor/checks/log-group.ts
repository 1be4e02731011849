import { CloudWatchLogsClient, DescribeResourcePoliciesCommand } from '@aws-sdk/client-cloudwatch-logs';
import { findLogGroup } from '../../../../lib/aws/destinations/log-group.ts';
import { withoutSdkRetries } from '../../../../lib/aws/table-and-rate-limiter.ts';
import type { Settings } from '../../../../lib/domain/settings.ts';
import { checking, type Finding, ok, problem, warning } from '../finding.ts';

/** docs/aws-facts.md#resource-policy-limits. */
const MAX_POLICY_CHARACTERS = 5_120;
/** What Cognito's own statement for one more log group takes, roughly. */
const STATEMENT_CHARACTERS = 400;
const MAX_POLICIES = 10;
const VENDED_PREFIX = '/aws/vendedlogs';

/** There, in the pools' Region, not encrypted with KMS, and with room in the resource policy. */
export async function checkLogGroup(arn: string, { region }: Settings): Promise<readonly Finding[]> {
  const [, , , ofRegion = '', , , name = ''] = arn.split(':');
  if (ofRegion !== region)
    return [
      problem(
        arn,
        `the log group is in ${ofRegion}`,
        `Cognito delivers within its own Region, ${region}`,
        `name a log group in ${region}`,
      ),
    ];
  const client = new CloudWatchLogsClient(withoutSdkRetries);
  const group = await checking(arn, 'logs:DescribeLogGroups', () => checkGroup(client, arn, name));
  if (name.startsWith(VENDED_PREFIX)) return group;
  const policies = await checking(arn, 'logs:DescribeResourcePolicies', () => checkPolicies(client, arn));
  return [...group, ...policies];
}

async function checkGroup(
  client: CloudWatchLogsClient,
  arn: string,
  name: string,
): Promise<readonly Finding[]> {
  const group = await findLogGroup(client, name);
  if (group === undefined)
    return [
      problem(
        arn,
        'there is no such log group',
        'Cognito refuses it',
        `aws logs create-log-group --log-group-name ${name}`,
      ),
    ];
  if (group.kmsKeyId !== undefined)
    return [
      problem(
        arn,
        'the log group is encrypted with KMS',
        'Cognito does not deliver to such a one',
        `aws logs disassociate-kms-key --log-group-name ${name}`,
      ),
    ];
  return [ok(arn, 'the log group is there')];
}

async function checkPolicies(client: CloudWatchLogsClient, arn: string): Promise<readonly Finding[]> {
  // An account and Region holds 10, a page 50.
  const { resourcePolicies = [] } = await client.send(new DescribeResourcePoliciesCommand({ limit: 50 }));
  const policies = resourcePolicies.map(({ policyDocument = '' }) => policyDocument.length);
  const hint = `take a log group whose name starts with ${VENDED_PREFIX}: it needs no statement of its own`;
  const longest = Math.max(0, ...policies);
  if (longest + STATEMENT_CHARACTERS > MAX_POLICY_CHARACTERS)
    return [
      warning(
        arn,
        `a resource policy of CloudWatch Logs has ${longest} characters`,
        `${MAX_POLICY_CHARACTERS} is the most, and each log group adds some`,
        hint,
      ),
    ];
  if (policies.length >= MAX_POLICIES)
    return [
      warning(
        arn,
        `there are ${policies.length} resource policies of CloudWatch Logs`,
        'an account and Region holds 10',
        hint,
      ),
    ];
  return [ok(arn, 'the resource policies have room')];
}
