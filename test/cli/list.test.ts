import { isListed, type ListedDelivery, missingSources } from '../../cli/commands/list/delivery.ts';
import { listText } from '../../cli/commands/list/render.ts';
import { expectGolden, TERMINAL_STYLES, widest } from './support/golden.ts';

const ACCOUNT = '123456789012';
const HOME = { account: ACCOUNT, region: 'eu-west-1' };
const group = (name: string) => `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:${name}`;
const errors = (name: string) => ({
  EventSource: 'userNotification',
  LogLevel: 'ERROR',
  CloudWatchLogsConfiguration: { LogGroupArn: group(name) },
});
const signIns = {
  EventSource: 'userAuthEvents',
  LogLevel: 'INFO',
  FirehoseConfiguration: { StreamArn: `arn:aws:firehose:eu-west-1:${ACCOUNT}:deliverystream/sign-ins` },
};
const since = '2026-11-23T12:00:00Z';

const pool = (id: string, over: Partial<ListedDelivery> = {}): ListedDelivery => ({
  userPoolId: `eu-west-1_${id}`,
  userPoolName: `prod-${id}`,
  outcome: 'InSync',
  logConfigurations: [],
  source: 'recorded',
  missing: ['userNotification', 'userAuthEvents'],
  unread: [],
  findings: [],
  owners: [],
  ...over,
});
const both = pool('both', { logConfigurations: [errors('/aws/vendedlogs/errors'), signIns], missing: [] });

test('an event source is missing without an entry, without a destination that exists, and below tier Plus', () => {
  expect(missingSources([], [])).toEqual(['userNotification', 'userAuthEvents']);
  expect(missingSources([errors('a'), signIns], [])).toEqual([]);
  expect(missingSources([errors('a'), signIns], [{ problem: 'TierTooLow', since }])).toEqual([
    'userAuthEvents',
  ]);
  const gone = { problem: 'LogGroupMissing', since, destination: group('a') } as const;
  expect(missingSources([errors('a'), signIns], [gone])).toEqual(['userNotification']);
  expect(missingSources([errors('b'), signIns], [gone])).toEqual([]);
});

test.each([
  ['no filter', {}, true],
  ['an event source that it exports', { missing: 'userAuthEvents' }, false],
  ['the ARN of a destination', { destination: group('/aws/vendedlogs/errors') }, true],
  ['the name of a destination', { destination: 'firehose:sign-ins' }, true],
  ['a pattern for a destination', { destination: '*vendedlogs*' }, true],
  ['another destination', { destination: 'sign-ins' }, false],
  ['unmanaged pools', { unmanaged: true }, false],
] as const)('a managed pool with both sources and %s', (_, filter, expected) => {
  expect(isListed(both, { unmanaged: false, ...filter }, HOME)).toBe(expected);
});

test('a pool that could not be read stays in the list of pools with a missing event source', () => {
  const unread = pool('unread', { source: 'unknown', problem: 'AccessDenied', missing: [] });
  expect(isListed(unread, { unmanaged: false, missing: 'userAuthEvents' }, HOME)).toBe(true);
});

test('an event source without an owner is not known from the record, and stays in the list of pools that lack it', () => {
  const divided = pool('divided', {
    logConfigurations: [signIns],
    missing: [],
    unread: ['userNotification'],
    owners: [{ eventSource: 'userAuthEvents', owner: { kind: 'Parameter' } }],
  });
  const wanted = { unmanaged: false, missing: 'userNotification' } as const;
  expect(isListed(divided, wanted, HOME)).toBe(true);
  expect(isListed(divided, { ...wanted, missing: 'userAuthEvents' }, HOME)).toBe(false);
  expect(isListed(divided, { unmanaged: false, destination: 'unknown' }, HOME)).toBe(false);
  expect(missingSources([signIns], [], ['userNotification'])).toEqual([]);
  const style = TERMINAL_STYLES[0];
  const text = style && listText([divided], { total: 1, home: HOME }, { ...style, width: 200 });
  expect(text).toContain('not managed');
  expect(text).toContain('1 pool has an event source that is not managed. To read it, add --live.');
});

test.each(TERMINAL_STYLES)('prints the list at $name columns', async (style) => {
  const pools = [
    both,
    pool('notifications', {
      logConfigurations: [errors('/aws/vendedlogs/legacy')],
      findings: [{ problem: 'LogGroupMissing', since, destination: group('/aws/vendedlogs/legacy') }],
    }),
    pool('divided', {
      logConfigurations: [signIns],
      missing: [],
      unread: ['userNotification'],
      owners: [{ eventSource: 'userAuthEvents', owner: { kind: 'Parameter' } }],
    }),
    pool('unmanaged', { outcome: 'Unmanaged', source: 'live' }),
    pool('unread', {
      outcome: 'Waiting',
      source: 'unknown',
      problem: 'GetLogDeliveryConfiguration: AccessDeniedException.',
    }),
  ];
  const text = listText(pools, { total: 12, home: HOME }, style);
  await expectGolden(`list-${style.name}`, text);
  expect(widest(text)).toBeLessThanOrEqual(style.width);
});
