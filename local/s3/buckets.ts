import type { AssumedMap } from '../assumed-map.ts';
import { type Answer, AwsError } from '../http/answer.ts';

/** Of a bucket nothing is kept but its name. */
export interface Bucket {
  readonly name: string;
}

/** The buckets of one cell: here they are kept by account and Region, where AWS has one namespace for all. */
export interface S3World {
  readonly region: string;
  readonly buckets: AssumedMap<Bucket>;
}

/** S3 user guide, bucket naming rules: those on characters and length, for each part between dots. */
const bucketName = /^(?=.{3,63}$)[a-z0-9]+(-+[a-z0-9]+)*(\.[a-z0-9]+(-+[a-z0-9]+)*)*$/;

/** What S3 answers to a request about a bucket as a whole. Throws AwsError. */
export const bucketOperations: Readonly<
  Record<string, { readonly name: string; readonly answer: (world: S3World, name: string) => Answer }>
> = {
  PUT: { name: 's3.CreateBucket', answer: createBucket },
  DELETE: { name: 's3.DeleteBucket', answer: deleteBucket },
  HEAD: { name: 's3.HeadBucket', answer: headBucket },
};

function createBucket({ buckets }: S3World, name: string): Answer {
  if (!bucketName.test(name))
    throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.', 400);
  if (buckets.isMade(name))
    throw new AwsError(
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      409,
    );
  buckets.set(name, { name });
  return { status: 200, headers: { location: `/${name}` }, body: '' };
}

function deleteBucket({ buckets }: S3World, name: string): Answer {
  refuseMissing(buckets, name);
  buckets.delete(name);
  return { status: 204, headers: {}, body: '' };
}

function headBucket({ buckets, region }: S3World, name: string): Answer {
  refuseMissing(buckets, name);
  return { status: 200, headers: { 'x-amz-bucket-region': region }, body: '' };
}

function refuseMissing(buckets: S3World['buckets'], name: string): void {
  if (!bucketName.test(name) || buckets.get(name) === undefined)
    throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
}
