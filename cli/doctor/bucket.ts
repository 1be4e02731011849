import { S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { bucketIn, hasBucket } from '../../lib/aws/destinations/bucket.ts';
import { paced } from '../../lib/aws/pace.ts';
import { checking, type Finding, problem, unchecked, well } from './finding.ts';

export function checkBucket(arn: string): Promise<readonly Finding[]> {
  const Bucket = bucketIn(arn);
  const client = new S3Client({ ...paced, followRegionRedirects: true, forcePathStyle: true });
  return checking(arn, 's3:ListBucket', async () => {
    try {
      if (await hasBucket(client, Bucket)) return [well(arn, 'the bucket is there')];
      const remedy = `aws s3api create-bucket --bucket ${Bucket}`;
      return [problem(arn, 'there is no such bucket', 'Cognito refuses it', remedy)];
    } catch (error) {
      if (isForbidden(error)) return [unchecked(arn, 's3:ListBucket', 'AccessDenied')];
      throw error;
    }
  });
}

/** The answer to HEAD has no body and so no name: here the status is all there is. */
const isForbidden = (error: unknown): boolean =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403;
