import { CloudWatchLogsClient, DescribeResourcePoliciesCommand } from '@aws-sdk/client-cloudwatch-logs';
import { type AwsAccess, clientAccess } from '../../../../lib/aws/aws-access.ts';
import { findLogGroup } from '../../../../lib/aws/destinations/log-group.ts';
import { withoutSdkRetries } from '../../../../lib/aws/timeouts.ts';
import type { Settings } from '../../../../lib/domain/settings.ts';
import { checking, type Finding, ok, problem, warning, withValues } from '../finding.ts';

/** See docs/aws-facts.md#resource-policy-limits. */
const MAX_POLICY_CHARACTERS = 5_120;
/** The approximate length of the statement that Cognito adds for each log group. */
const STATEMENT_CHARACTERS = 400;
const MAX_POLICIES = 10;
const VENDED_PREFIX = '/aws/vendedlogs';

/**
 * Checks that the log group exists, is in the pools' Region and is not encrypted with KMS, and that the resource
 * policies have room for it.
 */
export async function checkLogGroup(
  aws: AwsAccess,
  arn: string,
  { region }: Settings,
): Promise<readonly Finding[]> {
  const [, , , ofRegion = '', , , name = ''] = arn.split(':');
  if (ofRegion !== region)
    return [
      problem(
        arn,
        `The log group is in ${ofRegion}.`,
        `Cognito delivers only within the pool's Region, ${region}.`,
        `Use a log group in ${region}.`,
      ),
    ];
  const client = new CloudWatchLogsClient({ ...withoutSdkRetries, ...clientAccess(aws, 'CloudWatch Logs') });
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
      withValues(
        problem(
          arn,
          'The log group does not exist.',
          'Cognito delivers no logs to it.',
          `aws logs create-log-group --log-group-name ${name}`,
        ),
        { NAME: name },
      ),
    ];
  if (group.kmsKeyId !== undefined)
    return [
      withValues(
        problem(
          arn,
          'The log group is encrypted with KMS.',
          'Cognito does not deliver to encrypted log groups.',
          `aws logs disassociate-kms-key --log-group-name ${name}`,
        ),
        { NAME: name },
      ),
    ];
  return [ok(arn, 'The log group exists.')];
}

async function checkPolicies(client: CloudWatchLogsClient, arn: string): Promise<readonly Finding[]> {
  // An account has at most 10 policies in a Region. A page contains up to 50.
  const { resourcePolicies = [] } = await client.send(new DescribeResourcePoliciesCommand({ limit: 50 }));
  const policies = resourcePolicies.map(({ policyDocument = '' }) => policyDocument.length);
  const hint = `Use a log group whose name starts with ${VENDED_PREFIX}. It does not need a policy statement.`;
  const longest = Math.max(0, ...policies);
  if (longest + STATEMENT_CHARACTERS > MAX_POLICY_CHARACTERS)
    return [
      warning(
        arn,
        `A resource policy of CloudWatch Logs has ${longest} characters.`,
        `The maximum is ${MAX_POLICY_CHARACTERS}. Each log group adds about ${STATEMENT_CHARACTERS}.`,
        hint,
      ),
    ];
  if (policies.length >= MAX_POLICIES)
    return [
      warning(
        arn,
        `CloudWatch Logs has ${policies.length} resource policies.`,
        `The maximum is ${MAX_POLICIES} for each account and Region.`,
        hint,
      ),
    ];
  return [ok(arn, 'The resource policies have room for a log group.')];
}
