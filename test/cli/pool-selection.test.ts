import { collapseRows } from '../../cli/pools/collapse.ts';
import { matchesOf } from '../../cli/pools/select-pools.ts';
import { deliveryText, shortDestination } from '../../cli/pools/short-destination.ts';
import type { StatusRow } from '../../cli/pools/status-row.ts';

const HOME = { account: '123456789012', region: 'eu-west-1' };
const names = new Map([
  ['eu-west-1_a1', 'prod-shop'],
  ['eu-west-1_a2', 'prod-app'],
  ['eu-west-1_a3', 'twin'],
  ['eu-west-1_a4', 'twin'],
  ['eu-west-1_a5', 'eu-west-1_a1'],
  ['eu-west-1_a6', 'prod_app'],
]);

test.each([
  ['the ID of a pool', 'eu-west-1_a2', ['eu-west-1_a2']],
  ['an ID that also is the name of another pool', 'eu-west-1_a1', ['eu-west-1_a1']],
  ['an ID of a pool that is not known', 'us-east-1_new', ['us-east-1_new']],
  ['a name', 'prod-shop', ['eu-west-1_a1']],
  ['a name that has the form of an ID', 'prod_app', ['eu-west-1_a6']],
  ['a name of two pools', 'twin', ['eu-west-1_a3', 'eu-west-1_a4']],
  ['a pattern for names', 'prod-*', ['eu-west-1_a1', 'eu-west-1_a2']],
  ['a pattern for IDs', '*_a4', ['eu-west-1_a4']],
  ['a pattern that matches the Region of all IDs', 'eu-*', ['eu-west-1_a5']],
  ['a pattern for the IDs of a Region', 'eu-west-1_*', [...names.keys()]],
  ['a pattern for all pools', '*', [...names.keys()]],
  ['a name in another case', 'Prod-Shop', []],
  ['a part of a name', 'prod', []],
  ['an unknown name', 'other', []],
])('selects the pools by %s', (_, selector, expected) => {
  expect(matchesOf(selector, names)).toEqual(expected);
});

test.each([
  ['arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/a:*', '/aws/vendedlogs/a'],
  ['arn:aws:logs:eu-west-1:999999999999:log-group:a', 'a (999999999999)'],
  ['arn:aws:firehose:eu-west-1:123456789012:deliverystream/sign-ins', 'firehose:sign-ins'],
  ['arn:aws-cn:s3:::bucket/prefix', 's3:bucket/prefix'],
  ['arn:aws:kinesis:eu-west-1:123456789012:stream/x', 'arn:aws:kinesis:eu-west-1:123456789012:stream/x'],
  ['not an ARN', 'not an ARN'],
])('shortens %s', (arn, short) => {
  expect(shortDestination(arn, HOME)).toBe(short);
});

test('shows what a pool sends in the order of the event sources', () => {
  const entries = [
    { EventSource: 'userNotification', LogLevel: 'ERROR' },
    { EventSource: 'userAuthEvents', LogLevel: 'INFO', S3Configuration: { BucketArn: 'arn:aws:s3:::b' } },
  ];
  expect(deliveryText(entries, HOME)).toBe('userAuthEvents → s3:b; userNotification → no destination');
});

const row = (id: number, over: Partial<StatusRow> = {}): StatusRow => ({
  userPoolId: `eu-west-1_${id}`,
  outcome: 'Rejected',
  reasons: [`User pool eu-west-1_${id} is wrong.`],
  since: '2026-11-23T12:00:00Z',
  driftCount: 0,
  replicaRegions: [],
  findings: [],
  ...over,
});

test('collapses more than three pools with the same problem, and keeps the order of the others', () => {
  const same = [1, 2, 3, 4].map((id) => row(id));
  const other = row(5, { reasons: ['Another reason.'] });
  const collapsed = collapseRows([
    row(9, { outcome: 'InSync' }),
    ...same.slice(0, 2),
    other,
    ...same.slice(2),
  ]);
  expect(collapsed.map(({ first, others }) => [first.userPoolId, others.length])).toEqual([
    ['eu-west-1_9', 0],
    ['eu-west-1_1', 3],
    ['eu-west-1_5', 0],
  ]);
});

test('does not collapse three pools with the same problem, nor pools with different destinations', () => {
  const missing = (id: number, destination: string) =>
    row(id, {
      reasons: [],
      findings: [{ problem: 'LogGroupMissing', since: '2026-11-23T12:00:00Z', destination }],
    });
  const rows = [missing(1, 'a'), missing(2, 'a'), missing(3, 'a'), missing(4, 'b')];
  expect(collapseRows(rows)).toHaveLength(4);
});

test('does not collapse pools in sync', () => {
  expect(collapseRows([1, 2, 3, 4, 5].map((id) => row(id, { outcome: 'InSync', reasons: [] })))).toHaveLength(
    5,
  );
});
