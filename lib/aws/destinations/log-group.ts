import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  type LogGroup,
} from '@aws-sdk/client-cloudwatch-logs';
import type { DestinationProblem } from '../../domain/finding.ts';
import { requestHandler } from '../timeouts.ts';

/** The log group of exactly this name; undefined: there is none. Throws the SDK's errors. */
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

export function logGroupLook(): (name: string) => Promise<DestinationProblem | undefined> {
  const client = new CloudWatchLogsClient({ requestHandler });
  return async (name) => ((await findLogGroup(client, name)) ? undefined : 'LogGroupMissing');
}
