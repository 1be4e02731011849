import { S3Client } from '@aws-sdk/client-s3';
import { type AwsAccess, clientAccess } from '../../../../lib/aws/aws-access.ts';
import { bucketClientOptions, bucketName, hasBucket } from '../../../../lib/aws/destinations/bucket.ts';
import { withoutSdkRetries } from '../../../../lib/aws/timeouts.ts';
import { checking, type Finding, ok, problem, withValues } from '../finding.ts';

export function checkBucket(aws: AwsAccess, arn: string): Promise<readonly Finding[]> {
  const Bucket = bucketName(arn);
  const client = new S3Client({ ...withoutSdkRetries, ...bucketClientOptions, ...clientAccess(aws, 'S3') });
  return checking(arn, 's3:ListBucket', async () => {
    if (await hasBucket(client, Bucket)) return [ok(arn, 'The bucket exists.')];
    const hint = `aws s3api create-bucket --bucket ${Bucket}`;
    const missing = problem(arn, 'The bucket does not exist.', 'Cognito delivers no logs to it.', hint);
    return [withValues(missing, { NAME: Bucket })];
  });
}
