import pc from 'picocolors';
import type { ArrivalTotals, ArrivalView } from '../../cli/arrival/arrival-view.ts';
import { historyText } from '../../cli/commands/history/render.ts';
import { statusText } from '../../cli/commands/status/render.ts';
import { sweepText } from '../../cli/commands/sweep/render.ts';
import { syncText } from '../../cli/commands/sync/render.ts';
import { byUrgency, isFailed, nameOf, rowOf, type StatusRow } from '../../cli/pools/status-row.ts';
import { progressLine, showProgress } from '../../cli/terminal/progress.ts';
import { expectGolden, TERMINAL_STYLES, widest } from './support/golden.ts';

const now = new Date('2026-11-23T12:00:00Z');
const before = (seconds: number): string => new Date(now.getTime() - seconds * 1000).toISOString();
const row = (id: string, outcome: StatusRow['outcome'], rest: Partial<StatusRow> = {}): StatusRow => ({
  userPoolId: `eu-west-1_${id}`,
  outcome,
  reasons: [],
  since: before(90),
  driftCount: 0,
  replicaRegions: [],
  findings: [],
  ...rest,
});

const ROWS: readonly StatusRow[] = [
  row('aaaaaaaaa', 'InSync', { lastAppliedAt: before(400_000), replicaRegions: ['us-west-2'] }),
  row('bbbbbbbbb', 'Released', { reasons: ['Log delivery left unchanged: OnDelete was Retain.'] }),
  row('ccccccccc', 'Waiting', {
    reasons: ['SetLogDeliveryConfiguration: NotAuthorizedException'],
    retryAt: '2026-11-23T12:05:00Z',
  }),
  row('ddddddddd', 'Contested', {
    reasons: ['Another writer keeps changing this pool: 5 repairs in one hour.'],
    otherWriter: 'arn:aws:sts::123456789012:assumed-role/Terraform/run',
    driftCount: 12,
    since: before(7_300),
    lastAppliedAt: before(20),
  }),
  row('eeeeeeeee', 'Rejected', {
    reasons: [
      'LogConfigurations[0].LogLevel: found "INFO". Expected "ERROR", the only level for userNotification.',
    ],
  }),
  row('ggggggggg', 'InSync', {
    findings: [
      { problem: 'ThreatProtectionOff', since: before(7_300) },
      {
        problem: 'LogGroupMissing',
        since: before(60),
        destination: 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/one',
      },
    ],
  }),
  row('fffffffff', 'PoolNotFound', {
    reasons: ['User pool eu-west-1_fffffffff does not exist in eu-west-1 (account 123456789012).'],
  }),
];

const sweep = {
  sweepId: '2026-11-23T11:48:00.000Z',
  at: '2026-11-23T11:48:01.000Z',
  unmanaged: 3,
  unmanagedSample: ['eu-west-1_x', 'eu-west-1_y', 'eu-west-1_z'],
  ignoredParameters: 0,
  lost: 30,
  held: true,
};

test.each(TERMINAL_STYLES)(
  'prints the status at $name columns, with pools that need attention first',
  async (style) => {
    const rows = [...ROWS].sort(byUrgency);
    const text = statusText({ rows, lastSweep: sweep, trail: 'None', now }, style);
    await expectGolden(`status-${style.name}`, text);
    expect(widest(text)).toBeLessThanOrEqual(style.width);
    expect(rows.map(({ outcome }) => outcome)).toEqual([
      'Rejected',
      'Contested',
      'PoolNotFound',
      'InSync',
      'Waiting',
      'InSync',
      'Released',
    ]);
    expect(rows.filter(isFailed)).toHaveLength(5);
  },
);

const GROUP_ARN = 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/sign-ins';
const STREAM_ARN = 'arn:aws:firehose:eu-west-1:123456789012:deliverystream/sign-ins';
const arrival = (result: ArrivalView['result'], more: Partial<ArrivalView> = {}): ArrivalView => ({
  result,
  since: before(7_300),
  destination: GROUP_ARN,
  missedWindows: 0,
  ...more,
});
const CHECKED_ROWS: readonly StatusRow[] = [
  row('aaaaaaaaa', 'InSync', { userPoolName: 'prod-customers-eu', arrival: arrival('Arriving') }),
  row('bbbbbbbbb', 'Waiting', { userPoolName: 'prod-staff' }),
  row('ccccccccc', 'InSync', {
    userPoolName: 'prod-partners',
    arrival: arrival('NotArriving', {
      missedWindows: 3,
      missedSince: before(30_000),
      destination: STREAM_ARN,
    }),
  }),
  row('ddddddddd', 'InSync', {
    userPoolName: 'stage-staff',
    arrival: arrival('Unknown', { reason: 'StreamReceives', destination: STREAM_ARN }),
  }),
  row('eeeeeeeee', 'PoolNotFound', { userPoolName: 'dev' }),
  row('fffffffff', 'Applied', { userPoolName: 'dev-staff', arrival: arrival('NoActivity') }),
];
const totals: ArrivalTotals = {
  checkedAt: before(10_000),
  windowEnd: before(14_000),
  notArriving: 1,
  unknown: 1,
  noActivity: 1,
  arriving: 1,
  unknownReasons: { StreamReceives: 1 },
  silentStreams: [{ arn: STREAM_ARN, since: before(30_000), pools: 1 }],
};

test.each(TERMINAL_STYLES)(
  'prints at $name columns whether sign-in logs arrive, and a pool whose logs do not needs attention',
  async (style) => {
    const rows = [...CHECKED_ROWS].sort(byUrgency);
    const status = { rows, lastSweep: undefined, trail: 'Logging', now, arrival: { totals } } as const;
    const text = statusText(status, style);
    await expectGolden(`status-arrival-${style.name}`, text);
    expect(widest(text)).toBeLessThanOrEqual(style.width);
    expect(rows.filter(isFailed).map(nameOf)).toEqual(['dev', 'prod-partners', 'prod-staff']);
  },
);

test('says before the first check that sign-in logs are not checked yet', () => {
  const status = {
    rows: [],
    lastSweep: undefined,
    trail: 'Logging',
    now,
    arrival: { totals: undefined },
  } as const;
  expect(statusText(status, { width: 80, colors: pc.createColors(false) })).toContain(
    'The service has not checked yet whether sign-in logs arrive.',
  );
});

test('prints the status without pools and without a sweep', () => {
  const text = statusText(
    { rows: [], lastSweep: undefined, trail: 'Logging', now },
    { width: 80, colors: pc.createColors(false) },
  );
  expect(text).toBe('0 pools.\nNo sweep has run yet.');
});

test('a row contains the other writer of a contested pool, and the Regions of its replicas', () => {
  const status = { Outcome: 'Contested' as const, Reasons: [], Since: before(1) };
  const record = { UserPoolId: 'p_1', Status: status, DriftCount: 3, Contest: { Writer: { Arn: 'arn:x' } } };
  expect(rowOf(record, new Map(), new Map([['p_1', ['us-west-2']]]))).toMatchObject({
    otherWriter: 'arn:x',
    driftCount: 3,
    replicaRegions: ['us-west-2'],
  });
});

test('a pool whose first write is not confirmed is Waiting', () => {
  const status = { Outcome: 'Unmanaged' as const, Reasons: [], Since: before(1) };
  expect(
    rowOf({ UserPoolId: 'p_1', Status: status, DriftCount: 0 }, new Map(), new Map(), new Map()),
  ).toMatchObject({ outcome: 'Waiting', reasons: ['The service is writing the pool.'] });
});

test('a row contains destination findings only if the service applied the configuration of the pool', () => {
  const arn = 'arn:aws:logs:eu-west-1:123456789012:log-group:missing';
  const LastApplied = [
    { EventSource: 'userNotification', LogLevel: 'ERROR', CloudWatchLogsConfiguration: { LogGroupArn: arn } },
  ];
  const found = { Arn: arn, Problem: 'LogGroupMissing', Since: before(60), Pools: 1 } as const;
  const of = (Outcome: 'InSync' | 'Rejected') =>
    rowOf(
      { UserPoolId: 'p_1', Status: { Outcome, Reasons: [], Since: before(1) }, DriftCount: 0, LastApplied },
      new Map([[arn, found]]),
      new Map(),
    ).findings;
  expect(of('InSync')).toEqual([{ problem: 'LogGroupMissing', since: before(60), destination: arn }]);
  expect(of('Rejected')).toEqual([]);
});

const group = (name: string) => `arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/${name}`;
const path = 'userNotification.CloudWatchLogsConfiguration.LogGroupArn';

test.each(TERMINAL_STYLES)('prints a history at $name columns', async (style) => {
  const text = historyText(
    { userPoolId: 'eu-west-1_aaaaaaaaa', userPoolName: 'prod-shop' },
    [
      {
        at: before(300),
        kind: 'desired',
        what: 'parameter version 1',
        by: 'arn:aws:iam::123456789012:user/jane',
        differences: [{ path, before: undefined, after: group('a') }],
        reasons: [],
      },
      {
        at: before(299),
        kind: 'outcome',
        what: 'Applied',
        differences: [{ path, before: group('b'), after: group('a') }],
        reasons: [],
      },
      {
        at: before(200),
        kind: 'writer',
        what: 'SetLogDeliveryConfiguration',
        by: 'arn:aws:sts::123456789012:assumed-role/Admin/joe',
        differences: [],
        reasons: [],
      },
      {
        at: before(199),
        kind: 'outcome',
        what: 'Contested',
        differences: [],
        reasons: [
          'Another writer keeps changing this pool: 5 repairs in one hour, and more of them since this morning.',
        ],
      },
    ],
    style,
  );
  await expectGolden(`history-${style.name}`, text);
  expect(widest(text)).toBeLessThanOrEqual(style.width);
});

test.each(TERMINAL_STYLES)('prints the outcomes of a sync at $name columns', async (style) => {
  const text = syncText(
    [
      { userPoolId: 'eu-west-1_aaaaaaaaa', outcome: 'InSync', reasons: [], differences: [], failed: false },
      {
        userPoolId: 'eu-west-1_bbbbbbbbb',
        outcome: 'Applied',
        reasons: [],
        differences: [{ path, before: undefined, after: 'x' }],
        failed: false,
      },
      {
        userPoolId: 'eu-west-1_ccccccccc',
        outcome: 'Rejected',
        reasons: [
          'Cognito returned FeatureUnavailableInTierException: the tier is too low for this event source',
        ],
        differences: [],
        failed: true,
      },
      {
        userPoolId: 'eu-west-1_ddddddddd',
        outcome: 'Pending',
        reasons: ['Not processed yet.'],
        differences: [],
        failed: true,
      },
    ],
    style,
  );
  await expectGolden(`sync-${style.name}`, text);
  expect(widest(text)).toBeLessThanOrEqual(style.width);
});

test('a sweep on hold shows the next step, a skipped sweep the reason', () => {
  const swept = {
    ...sweep,
    result: 'Swept',
    poolsNotDelivering: 0,
    destinationsMissing: 0,
    replicated: 0,
    managed: 100,
    outcomes: { InSync: 100 },
  } as const;
  expect(sweepText(swept).split('\n')).toEqual([
    'Sweep started for 100 managed pools. Unmanaged pools: 3 (eu-west-1_x, eu-west-1_y, eu-west-1_z).',
    'Outcomes before this sweep: 100 InSync.',
    '30 managed pools lost their parameter.',
    'On hold: 30 parameters were deleted at the same time. If this was intended, run: clr sweep --accept-deletions 30',
    'Otherwise restore the parameters. No pool is cleared or released during the hold.',
  ]);
  const coverage = {
    policies: 2,
    invalidPolicies: 0,
    byPolicy: 60,
    byParameter: 1,
    uncovered: 0,
    conflicting: 0,
    rejected: 0,
  };
  expect(
    sweepText({ ...swept, coverage, heldPolicies: ['dev', 'prod'] })
      .split('\n')
      .slice(2),
  ).toEqual([
    'Pools by owner: 60 by policy, 1 by parameter.',
    '30 managed pools lost their parameter or policy.',
    'On hold: many pools left their policy at the same time. Policies on hold: dev, prod. If this was intended, run: clr sweep --accept-deletions 30',
    'Otherwise restore the policies, or the tags and names that they select. No pool of these policies is cleared or released during the hold.',
  ]);
  const problems = {
    ...coverage,
    policies: 1,
    invalidPolicies: 1,
    conflicting: 2,
    rejected: 1,
    uncovered: 3,
  };
  expect(sweepText({ ...swept, coverage: problems })).toContain(
    'Pools by owner: 60 by policy, 1 by parameter, 3 uncovered because of their tier, 2 in conflict, 1 rejected by a policy. Invalid policies: 1.',
  );
  expect(sweepText({ ...swept, poolsNotDelivering: 2, destinationsMissing: 1 })).toContain(
    'Not delivering logs: 2 pools. Missing destinations: 1. For details, run: clr status',
  );
  expect(sweepText({ ...swept, replicated: 1 })).toContain('1 managed pool has a replica in another Region.');
  expect(sweepText({ ...swept, result: 'Skipped' })).toMatch(/^Skipped: too many messages/);
});

test('a progress line contains a bar, a rate and the remaining time', () => {
  expect(progressLine('reading pools', 120, 1000, 6_000)).toBe(
    'reading pools ██──────────────────────  120/1000  20/s  0:44 left',
  );
  expect(progressLine('reading', 0, 10, 3_000)).toBe('reading ────────────────────────  0/10  0.0/s');
  expect(progressLine('reading pools', 120, 1000, 6_000, 50)).toBe(
    'reading pools ────────  120/1000  20/s  0:44 left',
  );
  expect(progressLine('reading pools', 120, 1000, 6_000, 30)).toBe('reading pools   120/1000  20/');
  expect(progressLine('sweeping', 0, undefined, 75_000)).toBe('sweeping … 1:15');
  expect(progressLine('reading', 1_200, undefined, 60_000)).toBe('reading … 1200  20/s  1:00');
});

test('shows a progress bar only on a terminal', async () => {
  const written: string[] = [];
  let at = 0;
  const clock = () => {
    at += 1_000;
    return new Date(at);
  };
  const infoColors = pc.createColors(false);
  const show = async (isLive: boolean) => {
    const progress = showProgress({ isLive, now: clock, infoColors, infoWidth: 80 }, 'x', 10, (text) =>
      written.push(text),
    );
    progress.step(5);
    await new Promise((done) => setTimeout(done, isLive ? 900 : 300));
    progress.end();
  };
  await show(false);
  expect(written).toEqual([]);
  await show(true);
  expect(written[0]).toContain('\r\x1b[Kx █');
  expect(written[0]).toContain('  5/10  ');
  expect(written.at(-1)).toBe('\r\x1b[K');
});
