import type { DestinationCheck } from '../../domain/ports.ts';
import { ServiceFailure } from '../../domain/service-failure.ts';
import type { Settings } from '../../domain/settings.ts';
import { calling } from '../failures.ts';

/**
 * Looks at log groups, streams and buckets. In another account or Region nothing can be told from here. Each
 * service's client is loaded at the first look: a cold start needs none of them.
 */
export function destinationCheck({
  account,
  region,
}: Pick<Settings, 'account' | 'region'>): DestinationCheck {
  const logGroup = once(async () => (await import('./log-group.ts')).logGroupLook());
  const stream = once(async () => (await import('./stream.ts')).streamLook());
  const bucket = once(async () => (await import('./bucket.ts')).bucketLook());
  return {
    async check(arn) {
      const [, , service, ofRegion, ofAccount, , logGroupName = ''] = arn.split(':');
      if (service === 's3') return calling('HeadBucket', async () => (await bucket())(arn));
      if (ofAccount !== account || ofRegion !== region)
        throw new ServiceFailure('Deployment', 'look', 'of another account or Region', undefined);
      return service === 'logs'
        ? calling('DescribeLogGroups', async () => (await logGroup())(logGroupName))
        : calling('DescribeDeliveryStream', async () => (await stream())(arn.split('/').at(-1) ?? ''));
    },
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
