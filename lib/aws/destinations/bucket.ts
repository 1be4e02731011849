import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { DestinationProblem } from '../../domain/finding.ts';
import { errorName } from '../failures.ts';
import { requestHandler } from '../timeouts.ts';

/** A bucket's ARN may go on with a prefix. */
export const bucketIn = (arn: string): string => arn.split(':::').at(-1)?.split('/')[0] ?? '';

/** Whether there is such a bucket, in any account. Throws the SDK's error where it is not said, with 403. */
export async function hasBucket(client: S3Client, Bucket: string): Promise<boolean> {
  try {
    await client.send(new HeadBucketCommand({ Bucket }));
    return true;
  } catch (error) {
    if (errorName(error) === 'NotFound' || errorName(error) === 'NoSuchBucket') return false;
    throw error;
  }
}

export function bucketLook(): (arn: string) => Promise<DestinationProblem | undefined> {
  const client = new S3Client({ requestHandler, followRegionRedirects: true });
  return async (arn) => ((await hasBucket(client, bucketIn(arn))) ? undefined : 'BucketMissing');
}
