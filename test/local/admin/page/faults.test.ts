import { viewAccountRegion } from '../../../../local/admin/page/account-region-view.ts';
import type { FaultInput } from '../../../../local/core/fault-schema.ts';
import { useLocalCloud } from '../../../support/local-cloud.ts';

const cloud = useLocalCloud({ per: 'each' });

test.each<[FaultInput, string]>([
  [{ operation: 'ssm.GetParameters', error: 'E', count: 2 }, 'ssm.GetParameters: E, 2 more'],
  [{ operation: 'ssm.GetParameters', do: 'hang', percent: 5 }, 'ssm.GetParameters: hang, 5 %'],
  [{ events: 'lose', percent: 5 }, 'events of any source: lose, 5 %'],
  [{ events: 'double', source: 'aws.ssm' }, 'events of aws.ssm: double, 1 more'],
  [{ deliveries: 'lose' }, 'records of any pool for any destination: lose, 1 more'],
  [
    { deliveries: 'delay', pool: 'us-east-1_a', destination: 'arn:aws:s3:::bucket', percent: 100 },
    'records of us-east-1_a for arn:aws:s3:::bucket: delay, 100 %',
  ],
])('the page shows the fault %j as one line', async (fault, line) => {
  const accountRegion = await cloud.accountRegion('000000000000', 'us-east-1');
  accountRegion.faults.add(fault);
  expect((await viewAccountRegion(accountRegion, '')).faults).toEqual([line]);
});
