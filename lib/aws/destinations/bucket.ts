import { HeadBucketCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { DestinationProblem } from '../../domain/finding.ts';
import { AwsCallError } from '../../reconcile/errors.ts';
import { errorName } from '../failures.ts';
import { requestHandler } from '../timeouts.ts';

/** A bucket may be of another Region; by path, since a host's name cannot hold every bucket's. */
export const findingBuckets = { followRegionRedirects: true, forcePathStyle: true };

/** A bucket's ARN may go on with a prefix. */
export const bucketIn = (arn: string): string => arn.split(':::').at(-1)?.split('/')[0] ?? '';

/** Whether there is such a bucket, in any account. Throws the SDK's errors, and where it is not said, AccessDenied. */
export async function hasBucket(client: S3Client, Bucket: string): Promise<boolean> {
  try {
    await client.send(new HeadBucketCommand({ Bucket }));
    return true;
  } catch (error) {
    if (errorName(error) === 'NotFound' || errorName(error) === 'NoSuchBucket') return false;
    if (isForbidden(error)) throw new AwsCallError('Permission', 'HeadBucket', 'AccessDenied', error);
    throw error;
  }
}

/** The answer to HEAD has no body and so no name: here the status is all there is. */
const isForbidden = (error: unknown): boolean =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403;

export function bucketLook(): (arn: string) => Promise<DestinationProblem | undefined> {
  const client = new S3Client({ requestHandler, ...findingBuckets });
  return async (arn) => ((await hasBucket(client, bucketIn(arn))) ? undefined : 'BucketMissing');
}
