import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { ACCOUNT, notifications, REGION, type World } from './clr.ts';
import { waitUntilIdle } from './documented-commands.ts';

const signIns = (destination: object) => ({
  EventSource: 'userAuthEvents',
  LogLevel: 'INFO',
  ...destination,
});
const toStream = signIns({
  FirehoseConfiguration: { StreamArn: `arn:aws:firehose:${REGION}:${ACCOUNT}:deliverystream/sign-ins` },
});
const BUCKET = 'arn:aws:s3:::acme-sign-ins';
const toBucket = signIns({ S3Configuration: { BucketArn: BUCKET } });
const errors = notifications('/aws/vendedlogs/errors');
const legacy = '/aws/vendedlogs/legacy';

interface Kind {
  readonly count: number;
  readonly name: string;
  /** The value of the parameter; undefined for an unmanaged pool. */
  readonly desired?: readonly object[];
  /** The present configuration of the pool. */
  readonly observed?: readonly object[];
  readonly tier?: 'LITE' | 'PLUS';
}

/** The pools of a company, in the states in which an operator finds them. */
const KINDS: readonly Kind[] = [
  { count: 276, name: 'shop', desired: [errors, toStream] },
  { count: 3, name: 'bank', desired: [errors, toBucket] },
  { count: 2, name: 'intranet', desired: [errors] },
  { count: 12, name: 'legacy', desired: [notifications(legacy), toStream] },
  { count: 1, name: 'trial', desired: [errors, toStream], tier: 'LITE' },
  { count: 2, name: 'partner', desired: [{ ...errors, LogLevel: 'INFO' }] },
  { count: 2, name: 'lab' },
  { count: 2, name: 'import', observed: [notifications('/aws/vendedlogs/by-hand')] },
];

/** Creates 300 pools with names and tags, of which some have problems, and runs a sweep. */
export async function startFleet(world: World): Promise<void> {
  const logs = new CloudWatchLogsClient({
    endpoint: world.local.url,
    region: REGION,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'none' },
  });
  await logs.send(new CreateLogGroupCommand({ logGroupName: legacy }));
  const fleet = KINDS.flatMap(({ count, name, ...kind }) =>
    Array.from({ length: count }, (_, at) => {
      const number = String(at + 1).padStart(3, '0');
      return { ...kind, PoolName: `prod-${name}-${number}`, Id: `${REGION}_${name}${number}` };
    }),
  );
  await world.seed({
    events: true,
    pools: fleet.map(({ PoolName, Id, tier = 'PLUS', observed = [] }) => ({
      PoolName,
      Id,
      UserPoolTier: tier,
      ...(tier === 'PLUS' && { UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } }),
      UserPoolTags: { env: 'prod' },
      LogConfigurations: observed,
    })),
    parameters: fleet.flatMap(({ Id, desired }) =>
      desired === undefined
        ? []
        : [
            {
              Name: `/cognito-log-delivery/pools/${Id}`,
              Value: JSON.stringify({ LogConfigurations: desired }),
            },
          ],
    ),
  });
  await waitUntilIdle(world);
  // A colleague changes a pool by hand, and the service repairs it.
  await world.client.setPool(`${REGION}_shop007`, [errors]);
  await logs.send(new DeleteLogGroupCommand({ logGroupName: legacy }));
  logs.destroy();
  await waitUntilIdle(world);
  await world.clr(['sweep']);
  await waitUntilIdle(world);
}
