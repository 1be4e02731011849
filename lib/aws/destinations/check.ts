import { destinationName, isOf, kindOf } from '../../domain/destination-arn.ts';
import type { Settings } from '../../domain/settings.ts';
import { AwsCallError } from '../../reconcile/errors.ts';
import type { DestinationCheck } from '../../reconcile/ports.ts';
import type { AwsAccess } from '../aws-access.ts';
import { wrapAwsErrors } from '../failures.ts';
import { createBucketCheck } from './bucket.ts';
import { createLogGroupCheck } from './log-group.ts';
import { createStreamCheck } from './stream.ts';

/**
 * Checks log groups, Firehose streams and buckets. Throws an AwsCallError of kind Permission for a log group
 * or stream in another account or Region, because it cannot be checked from here.
 */
export function destinationCheck(
  location: Pick<Settings, 'account' | 'region'>,
  aws: AwsAccess = {},
): DestinationCheck {
  const logGroup = createOnce(() => createLogGroupCheck(aws));
  const stream = createOnce(() => createStreamCheck(aws));
  const bucket = createOnce(() => createBucketCheck(aws));
  return {
    async check(arn) {
      const kind = kindOf(arn);
      if (kind === 'Bucket') return wrapAwsErrors('HeadBucket', () => bucket()(arn));
      if (!isOf(arn, location))
        throw new AwsCallError('Permission', 'CheckDestination', 'OtherAccountOrRegion', undefined);
      return kind === 'LogGroup'
        ? wrapAwsErrors('DescribeLogGroups', () => logGroup()(destinationName(arn)))
        : wrapAwsErrors('DescribeDeliveryStream', () => stream()(destinationName(arn)));
    },
  };
}

/** Creates a client at its first use: many fleets have one kind of destination. */
function createOnce<T>(create: () => T): () => T {
  let created: T | undefined;
  return () => {
    created ??= create();
    return created;
  };
}
