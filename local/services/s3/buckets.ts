import { AwsError } from '../../core/aws-error.ts';
import type { ImplicitMap } from '../../core/implicit-map.ts';
import type { ServiceResponse } from '../../core/service-response.ts';

/** A bucket. Only its name is stored. */
export interface Bucket {
  readonly name: string;
}

/** The buckets of one account-region. In AWS, all accounts and Regions share one namespace. */
export interface S3Store {
  readonly region: string;
  readonly buckets: ImplicitMap<Bucket>;
  /** The number of delivered objects by bucket. Objects have no keys and no contents. */
  readonly objects: Map<string, number>;
}

/** The bucket naming rules of the S3 user guide for characters and length, for each part between dots. */
const BUCKET_NAME = /^(?=.{3,63}$)[a-z0-9]+(-+[a-z0-9]+)*(\.[a-z0-9]+(-+[a-z0-9]+)*)*$/;

/** The operations on a whole bucket, by HTTP method. They throw AwsError. */
export const bucketOperations: Readonly<
  Record<
    string,
    { readonly name: string; readonly handle: (store: S3Store, name: string) => ServiceResponse }
  >
> = {
  PUT: { name: 's3.CreateBucket', handle: createBucket },
  DELETE: { name: 's3.DeleteBucket', handle: deleteBucket },
  HEAD: { name: 's3.HeadBucket', handle: headBucket },
};

function createBucket({ buckets }: S3Store, name: string): ServiceResponse {
  if (!BUCKET_NAME.test(name))
    throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.', 400);
  if (buckets.isCreated(name))
    throw new AwsError(
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      409,
    );
  buckets.set(name, { name });
  return { status: 200, headers: { location: `/${name}` }, body: '' };
}

/** Deletes a bucket with its delivered objects. AWS requires that the bucket is empty. */
function deleteBucket({ buckets, objects }: S3Store, name: string): ServiceResponse {
  requireExisting(buckets, name);
  buckets.delete(name);
  objects.delete(name);
  return { status: 204, body: '' };
}

function headBucket({ buckets, region }: S3Store, name: string): ServiceResponse {
  requireExisting(buckets, name);
  return { status: 200, headers: { 'x-amz-bucket-region': region }, body: '' };
}

function requireExisting(buckets: S3Store['buckets'], name: string): void {
  if (!BUCKET_NAME.test(name) || buckets.get(name) === undefined)
    throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
}
