import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  type LogGroup,
} from '@aws-sdk/client-cloudwatch-logs';
import type { DestinationProblem } from '../../domain/finding.ts';
import { type AwsAccess, clientAccess } from '../aws-access.ts';
import { timeouts } from '../timeouts.ts';

/**
 * Returns the log group with exactly this name, or `undefined` if it does not exist. Throws the SDK's errors.
 */
export async function findLogGroup(
  client: CloudWatchLogsClient,
  name: string,
): Promise<LogGroup | undefined> {
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: name, ...(nextToken && { nextToken }) }),
    );
    const found = page.logGroups?.find(({ logGroupName }) => logGroupName === name);
    if (found) return found;
    nextToken = page.nextToken;
  } while (nextToken);
  return undefined;
}

/** Returns a function that checks a log group by name; `undefined` means that it found no problem. */
export function createLogGroupCheck(
  aws: AwsAccess,
): (name: string) => Promise<DestinationProblem | undefined> {
  const client = new CloudWatchLogsClient({ ...timeouts, ...clientAccess(aws, 'CloudWatch Logs') });
  return async (name) => ((await findLogGroup(client, name)) ? undefined : 'LogGroupMissing');
}
