import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LogConfiguration } from '../../../lib/domain/log-configuration.ts';
import { ACCOUNT, notifications, REGION, type World } from './clr.ts';
import { waitUntilIdle } from './documented-commands.ts';
import { recordApplied } from './record-applied.ts';

const signIns = (
  destination: Pick<LogConfiguration, 'FirehoseConfiguration' | 'S3Configuration'>,
): LogConfiguration => ({ EventSource: 'userAuthEvents', LogLevel: 'INFO', ...destination });
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
  readonly desired?: readonly LogConfiguration[];
  /** The present configuration of the pool. */
  readonly observed?: readonly object[];
  readonly tier?: 'LITE' | 'PLUS';
  /** The pools have what their parameters say, and records of that. */
  readonly isSettled?: true;
}

type FleetPool = Omit<Kind, 'count' | 'name'> & { readonly PoolName: string; readonly Id: string };

/** The pools of a company, in the states in which an operator finds them. */
const KINDS: readonly Kind[] = [
  { count: 276, name: 'shop', desired: [errors, toStream], isSettled: true },
  { count: 3, name: 'bank', desired: [errors, toBucket], isSettled: true },
  { count: 2, name: 'intranet', desired: [errors], isSettled: true },
  { count: 12, name: 'legacy', desired: [notifications(legacy), toStream], isSettled: true },
  { count: 1, name: 'trial', desired: [errors, toStream], tier: 'LITE' },
  { count: 2, name: 'partner', desired: [{ ...errors, LogLevel: 'INFO' }] },
  { count: 2, name: 'lab' },
  { count: 2, name: 'import', observed: [notifications('/aws/vendedlogs/by-hand')] },
];

/** The pool whose history the document shows. */
const SHOWN = `${REGION}_shop007`;

/** Creates 300 pools with names and tags, of which some have problems, and runs a sweep. */
export async function startFleet(world: World): Promise<void> {
  const logs = new CloudWatchLogsClient({
    endpoint: world.local.url,
    region: REGION,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'none' },
  });
  await logs.send(new CreateLogGroupCommand({ logGroupName: legacy }));
  const fleet: readonly FleetPool[] = KINDS.flatMap(({ count, name, ...kind }) =>
    Array.from({ length: count }, (_, at) => {
      const number = String(at + 1).padStart(3, '0');
      return { ...kind, PoolName: `prod-${name}-${number}`, Id: `${REGION}_${name}${number}` };
    }),
  );
  // Most pools were applied before. The service applies the others now, and the one whose history is shown.
  const settled = fleet.filter(({ isSettled, Id }) => isSettled && Id !== SHOWN);
  await world.seed({ ...contentOf(settled), events: false });
  await recordApplied(
    world,
    settled.flatMap(({ Id, desired }) => (desired === undefined ? [] : [{ id: Id, desired }])),
  );
  await world.seed({
    ...contentOf(fleet.filter((pool) => !settled.includes(pool)).map(({ isSettled: _, ...pool }) => pool)),
    events: true,
  });
  await waitUntilIdle(world);
  // A colleague changes a pool by hand, and the service repairs it.
  await world.client.setPool(SHOWN, [errors]);
  await logs.send(new DeleteLogGroupCommand({ logGroupName: legacy }));
  logs.destroy();
  await waitUntilIdle(world);
  await world.clr(['sweep']);
  await waitUntilIdle(world);
}

/** The pools and their parameters, as the local cloud seeds them. */
const contentOf = (fleet: readonly FleetPool[]) => ({
  pools: fleet.map(({ PoolName, Id, tier = 'PLUS', desired = [], isSettled, observed = [] }) => ({
    PoolName,
    Id,
    UserPoolTier: tier,
    ...(tier === 'PLUS' && { UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } }),
    UserPoolTags: { env: 'prod' },
    LogConfigurations: isSettled ? desired : observed,
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
