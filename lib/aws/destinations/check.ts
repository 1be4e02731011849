import type { Settings } from '../../domain/settings.ts';
import { AwsCallError } from '../../reconcile/errors.ts';
import type { DestinationCheck } from '../../reconcile/ports.ts';
import { wrapAwsErrors } from '../failures.ts';
import { bucketLook } from './bucket.ts';
import { logGroupLook } from './log-group.ts';
import { streamLook } from './stream.ts';

/** Looks at log groups, streams and buckets. In another account or Region nothing can be told from here. */
export function destinationCheck({
  account,
  region,
}: Pick<Settings, 'account' | 'region'>): DestinationCheck {
  const logGroup = logGroupLook();
  const stream = streamLook();
  const bucket = bucketLook();
  return {
    async check(arn) {
      const [, , service, ofRegion, ofAccount, , logGroupName = ''] = arn.split(':');
      if (service === 's3') return wrapAwsErrors('HeadBucket', () => bucket(arn));
      if (ofAccount !== account || ofRegion !== region)
        throw new AwsCallError('Permission', 'look', 'of another account or Region', undefined);
      return service === 'logs'
        ? wrapAwsErrors('DescribeLogGroups', () => logGroup(logGroupName))
        : wrapAwsErrors('DescribeDeliveryStream', () => stream(arn.split('/').at(-1) ?? ''));
    },
  };
}
