import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { startWorld, type World } from '../support/clr.ts';

const ACCOUNT = '222222222222';
const region = 'eu-west-1';

let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(() => world?.close());

const statement = z.object({
  Action: z.union([z.string(), z.array(z.string())]),
  Resource: z.unknown().optional(),
});
const policy = z.object({ Statement: z.array(statement) });

/** The actions of the policies in docs/targets.md that name resources: not those of the trust policy. */
async function documentedActions(): Promise<readonly string[]> {
  const page = await readFile(resolve(import.meta.dirname, '../../../docs/targets.md'), 'utf8');
  return [...page.matchAll(/^```json\n([\s\S]*?)^```/gm)]
    .flatMap(([, text = '']) => policy.parse(JSON.parse(text)).Statement)
    .flatMap(({ Action, Resource }) => (Resource === undefined ? [] : Action));
}

const ACTIONS: Readonly<Record<string, string>> = {
  'tagging.GetResources': 'tag:GetResources',
  's3.HeadBucket': 's3:ListBucket',
};

const calls = z.object({
  accountRegions: z.array(
    z.object({
      account: z.string(),
      last: z.array(z.object({ operation: z.string(), caller: z.string() })),
    }),
  ),
});

test('the policy in docs/targets.md allows each call of the commands that read targets', async () => {
  const id = `${region}_shop`;
  const logGroup = `arn:aws:logs:${region}:${ACCOUNT}:log-group:/aws/vendedlogs/x`;
  const entries = [
    {
      EventSource: 'userNotification',
      LogLevel: 'ERROR',
      CloudWatchLogsConfiguration: { LogGroupArn: logGroup },
    },
    {
      EventSource: 'userAuthEvents',
      LogLevel: 'INFO',
      FirehoseConfiguration: { StreamArn: `arn:aws:firehose:${region}:${ACCOUNT}:deliverystream/s` },
    },
  ];
  await world.seed({
    account: ACCOUNT,
    region,
    pools: [
      { Id: id, UserPoolTier: 'PLUS', AdvancedSecurityMode: 'AUDIT', UserPoolTags: { env: 'prod' } },
      { Id: `${region}_bucket`, UserPoolTier: 'PLUS', AdvancedSecurityMode: 'AUDIT' },
    ],
    parameters: [
      { Name: `/cognito-log-delivery/pools/${id}`, Value: JSON.stringify({ LogConfigurations: entries }) },
      {
        Name: `/cognito-log-delivery/pools/${region}_bucket`,
        Value: JSON.stringify({
          LogConfigurations: [
            {
              EventSource: 'userAuthEvents',
              LogLevel: 'INFO',
              S3Configuration: { BucketArn: 'arn:aws:s3:::b' },
            },
          ],
        }),
      },
      {
        Name: '/cognito-log-delivery/policies/prod',
        Value: JSON.stringify({ Select: { Tags: { env: ['prod'] } }, LogConfigurations: [entries[0]] }),
      },
    ],
  });
  const file = join(world.folder, 'targets.json');
  const target = { roleArn: `arn:aws:iam::${ACCOUNT}:role/clr-read`, regions: [region] };
  await writeFile(file, JSON.stringify({ targets: [target] }));
  for (const args of [
    ['status', '--live'],
    ['plan'],
    ['plan', id],
    ['doctor'],
    ['history', id],
    ['report', '-o', 'csv', '--live'],
  ]) {
    const { code } = await world.clr([...args, '--targets', file]);
    expect([0, 3]).toContain(code);
  }
  const response = await fetch(`${world.local.url}/_local/calls?last=1000`);
  const { accountRegions } = calls.parse(await response.json());
  const made = new Set(
    accountRegions
      .filter(({ account }) => account === ACCOUNT)
      .flatMap(({ last }) => last)
      .filter(({ caller }) => caller === 'clients')
      .map(({ operation }) => ACTIONS[operation] ?? operation.replace('.', ':')),
  );
  expect(made.size).toBeGreaterThan(20);
  const allowed = await documentedActions();
  expect([...made].filter((action) => !allowed.includes(action)).toSorted()).toEqual([]);
}, 180_000);
