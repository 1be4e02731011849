import { HeadBucketCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { errorName } from '../../lib/aws/failures.ts';
import { paced } from '../../lib/aws/pace.ts';
import { checking, type Finding, problem, unchecked, well } from './finding.ts';

/** A bucket's ARN may go on with a prefix. */
const bucketIn = (arn: string): string => arn.split(':::').at(-1)?.split('/')[0] ?? '';

export function checkBucket(arn: string): Promise<readonly Finding[]> {
  const Bucket = bucketIn(arn);
  const client = new S3Client({ ...paced, followRegionRedirects: true, forcePathStyle: true });
  return checking(arn, 's3:ListBucket', async () => {
    try {
      await client.send(new HeadBucketCommand({ Bucket }));
      return [well(arn, 'the bucket is there')];
    } catch (error) {
      if (isForbidden(error)) return [unchecked(arn, 's3:ListBucket', 'AccessDenied')];
      if (errorName(error) !== 'NotFound' && errorName(error) !== 'NoSuchBucket') throw error;
      return [
        problem(
          arn,
          'there is no such bucket',
          'Cognito refuses it',
          `aws s3api create-bucket --bucket ${Bucket}`,
        ),
      ];
    }
  });
}

/** The answer to HEAD has no body and so no name: here the status is all there is. */
const isForbidden = (error: unknown): boolean =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403;
