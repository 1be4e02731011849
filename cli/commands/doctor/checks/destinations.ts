import type { AwsAccess } from '../../../../lib/aws/aws-access.ts';
import type { LogConfiguration } from '../../../../lib/domain/log-configuration.ts';
import type { Settings } from '../../../../lib/domain/settings.ts';
import type { Finding } from '../finding.ts';
import { checkBucket } from './bucket.ts';
import { checkLogGroup } from './log-group.ts';
import { checkStream } from './stream.ts';

/** Checks a destination the first time; returns no findings for a destination that was already checked. */
export type CheckDestination = (entry: LogConfiguration) => Promise<readonly Finding[]>;

export function destinationChecks(aws: AwsAccess, settings: Settings): CheckDestination {
  const checked = new Set<string>();
  const once = async (arn: string, check: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> => {
    if (checked.has(arn)) return [];
    checked.add(arn);
    return check();
  };
  return async ({
    CloudWatchLogsConfiguration: logs,
    FirehoseConfiguration: firehose,
    S3Configuration: s3,
  }) => {
    if (logs) return once(logs.LogGroupArn, () => checkLogGroup(aws, logs.LogGroupArn, settings));
    if (firehose) return once(firehose.StreamArn, () => checkStream(aws, firehose.StreamArn, settings));
    return s3 ? once(s3.BucketArn, () => checkBucket(aws, s3.BucketArn)) : [];
  };
}
