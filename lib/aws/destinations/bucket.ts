import { HeadBucketCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { DestinationProblem } from '../../domain/finding.ts';
import { AwsCallError } from '../../reconcile/errors.ts';
import { type AwsAccess, clientAccess } from '../aws-access.ts';
import { errorName } from '../failures.ts';
import { timeouts } from '../timeouts.ts';

/**
 * S3 client options. A bucket can be in another Region. Path-style requests, because not every bucket name is
 * valid in a host name.
 */
export const bucketClientOptions = { followRegionRedirects: true, forcePathStyle: true };

/** Returns the bucket name of an ARN, which can also contain a prefix. */
export const bucketName = (arn: string): string => arn.split(':::').at(-1)?.split('/')[0] ?? '';

/**
 * Returns whether the bucket exists, in any account. Throws the SDK's errors; a 403 response, which does not
 * show whether the bucket exists, becomes an AwsCallError of kind Permission.
 */
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

/** A response to HEAD has no body and so no error name. Only the status identifies this error. */
const isForbidden = (error: unknown): boolean =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403;

/** Returns a function that checks the bucket of an ARN; `undefined` means that it found no problem. */
export function createBucketCheck(aws: AwsAccess): (arn: string) => Promise<DestinationProblem | undefined> {
  const client = new S3Client({ ...timeouts, ...bucketClientOptions, ...clientAccess(aws, 'S3') });
  return async (arn) => ((await hasBucket(client, bucketName(arn))) ? undefined : 'BucketMissing');
}
