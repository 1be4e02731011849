import { deletionNoticedAt, deletionTimes } from '../../cli/commands/history/deletions-of.ts';
import { deletionsIn } from '../../cli/commands/history/read-deletions.ts';
import { notListed } from '../../cli/commands/report/list-pools.ts';
import { missingNotes } from '../../cli/commands/report/notes.ts';
import { type PoolSources, poolView } from '../../cli/commands/report/pool-view.ts';
import type { LiveResult } from '../../cli/commands/report/read-live.ts';
import type { ParameterVersion } from '../../cli/parameters/parameter-store.ts';
import { categoryOf } from '../../html/states.ts';
import type { PoolRecord } from '../../lib/domain/record.ts';
import { applied, later, NOON, POOL, settings, state, toLogGroup, toStream } from '../support/situation.ts';

const AUTHOR = 'arn:aws:sts::123456789012:assumed-role/Terraform/ci';
const JANE = 'arn:aws:sts::123456789012:assumed-role/Admin/jane';
const FACTS = { findings: new Map(), replicas: new Map(), arrivals: new Map() };

const version = (number: number, value: unknown = state(), by = AUTHOR): ParameterVersion => ({
  name: `/cognito-log-delivery/pools/${POOL}`,
  type: 'String',
  value: typeof value === 'string' ? value : JSON.stringify(value),
  version: number,
  at: later(number).toISOString(),
  by,
});
const sources = (over: Partial<PoolSources> = {}): PoolSources => ({
  userPoolId: POOL,
  name: 'prod-shop',
  record: applied(),
  versions: undefined,
  latest: { userPoolId: POOL, version: 1, at: NOON.toISOString(), by: AUTHOR },
  deletions: { found: [] },
  live: undefined,
  exists: true,
  missing: [],
  settings,
  ...over,
});
const view = (over: Partial<PoolSources> = {}) => poolView(sources(over), FACTS);
const present = (...LogConfigurations: ReturnType<typeof toLogGroup>[]): LiveResult => ({
  kind: 'Present',
  LogConfigurations,
});
const withStatus = (
  Outcome: PoolRecord['Status']['Outcome'],
  over: Partial<PoolRecord> = {},
): PoolRecord => ({
  ...applied(over),
  Status: { Outcome, Reasons: [], Since: NOON.toISOString() },
});
/** The record without the desired state: of a pool that was not found, or is no longer managed. */
function withoutDesired(record: PoolRecord): PoolRecord {
  const { Desired: _desired, LastApplied: _lastApplied, ...rest } = record;
  return rest;
}

describe('a report without a live read', () => {
  test('shows the desired configuration, and does not show it as observed', () => {
    const shown = view();
    expect(shown.desired.entries).toMatchObject([{ source: 'userNotification' }]);
    expect(shown.observed).toEqual({ entries: [], note: 'not read for this report' });
    expect(shown).not.toHaveProperty('live');
    expect(shown).toMatchObject({ name: 'prod-shop', recorded: { outcome: 'Applied' } });
  });
});

describe('the list of pools', () => {
  const complete = { names: new Map([['eu-west-1_other', 'other']]) };

  test('shows that a managed pool does not exist, also without a live read', () => {
    const live = notListed(POOL, complete, settings.region);
    expect(live).toEqual({ kind: 'PoolNotFound' });
    expect(categoryOf(view({ live }))).toBe('missing');
    expect(categoryOf(view({ live, record: withoutDesired(withStatus('Released')), exists: false }))).toBe(
      'former',
    );
  });

  test.each([
    ['a pool that is listed', 'eu-west-1_other', complete],
    ['a replica of a pool in another Region, which may not be listed', 'us-east-1_a', complete],
    ['an incomplete list', POOL, { ...complete, missing: 'Not all pools are listed.' }],
  ])('shows nothing about %s', (_, id, listed) => {
    expect(notListed(id, listed, settings.region)).toBeUndefined();
  });
});

describe('a live read', () => {
  test.each<[string, LiveResult, PoolRecord, string]>([
    ['the desired configuration', present(toLogGroup()), applied(), 'delivering'],
    ['no log delivery', present(), applied(), 'differs'],
    ['another log group', present(toLogGroup('other')), applied(), 'differs'],
    ['an additional entry', present(toLogGroup(), toStream()), applied(), 'differs'],
    ['a difference after a repair', present(), withStatus('Repaired'), 'differs'],
    ['a difference of a contested pool', present(), withStatus('Contested'), 'differs'],
    ['that the pool does not exist', { kind: 'PoolNotFound' }, applied(), 'missing'],
    ['that a missing pool exists', present(), withoutDesired(withStatus('PoolNotFound')), 'differs'],
    ['an error', { kind: 'Failed', reason: 'AccessDenied' }, applied(), 'unread'],
    ['an error of a rejected pool', { kind: 'Failed', reason: 'x' }, withStatus('Rejected'), 'unread'],
    ['a pool that is no longer managed', present(), withoutDesired(withStatus('Released')), 'former'],
  ])('that finds %s decides the state', (_, live, record, category) => {
    expect(categoryOf(view({ live, record, exists: category !== 'former' }))).toBe(category);
  });

  test('that failed is shown on the observed side with its reason', () => {
    expect(view({ live: { kind: 'Failed', reason: 'AccessDenied' } }).observed).toEqual({
      entries: [],
      note: 'could not be read: AccessDenied',
    });
  });

  test('shows the logs of an unmanaged pool', () => {
    const shown = view({ record: undefined, latest: undefined, exists: false, live: present(toLogGroup()) });
    expect(shown.observed.entries).toHaveLength(1);
    expect(categoryOf(shown)).toBe('unmanaged');
  });
});

describe('a change of the parameter that the service has not processed', () => {
  test.each<[string, Partial<PoolSources>]>([
    ['a new version', { versions: [version(1), version(2, state({ LogConfigurations: [] }))] }],
    ['an invalid version', { versions: [version(1), version(2, '{')] }],
    ['another mode', { versions: [version(1), version(2, state({ Mode: 'Observe' }))] }],
    ['a fixed version of a rejected one', { record: withStatus('Rejected'), versions: [version(2)] }],
    ['a deletion', { exists: false, latest: undefined }],
    [
      'a parameter of a released pool',
      { record: withoutDesired(withStatus('Released')), versions: [version(1)] },
    ],
    ['a parameter of a pool without a record', { record: undefined, versions: [version(1)] }],
  ])('makes the pool pending, also with a live read: %s', (_, over) => {
    expect(categoryOf(view(over))).toBe('pending');
    expect(categoryOf(view({ ...over, live: present(toStream()) }))).toBe('pending');
  });

  test.each<[string, Partial<PoolSources>, string]>([
    ['the version of the record', { versions: [version(1, '{'), version(2)] }, 'delivering'],
    [
      'an invalid version that was rejected',
      { record: withStatus('Rejected'), versions: [version(2, '{')] },
      'rejected',
    ],
    [
      'a deletion that is processed',
      { record: withStatus('Waiting', { DeletedAt: NOON.toISOString() }), exists: false },
      'pending',
    ],
    [
      'a pool that does not exist',
      { record: withoutDesired(withStatus('PoolNotFound')), versions: [version(1)] },
      'missing',
    ],
    ['a list of parameters that could not be read', { exists: undefined, latest: undefined }, 'delivering'],
  ])('is not assumed for %s', (_, over, category) => {
    const shown = view(over);
    expect(shown).not.toHaveProperty('unprocessed');
    expect(categoryOf(shown)).toBe(category);
  });
});

describe('the history', () => {
  test('names the author of each version, newest first', () => {
    const versions = [version(1), version(2, state({ LogConfigurations: [toStream()] }), JANE)];
    const edits = view({ versions }).history?.filter(({ kind }) => kind === 'edit');
    expect(edits).toMatchObject([
      { title: 'Parameter version 2', by: JANE },
      { title: 'Parameter version 1', by: AUTHOR },
    ]);
    expect(edits?.[0]?.lines.join()).toContain('userAuthEvents.FirehoseConfiguration.StreamArn');
  });

  test('names the author of the only version without reading the versions', () => {
    expect(view().history).toContainEqual(
      expect.objectContaining({ title: 'Parameter version 1', by: AUTHOR }),
    );
  });

  const deletedAt = later(100).toISOString();
  const deletion = (seconds: number, by = JANE) => ({
    name: `/cognito-log-delivery/pools/${POOL}`,
    at: later(seconds).toISOString(),
    by,
  });

  test('names who deleted the parameter, and keeps the state that was desired until then', () => {
    const record = withStatus('Waiting', { DeletedAt: deletedAt });
    const [entry] =
      view({ record, exists: false, latest: undefined, deletions: { found: [deletion(99)] } }).history ?? [];
    expect(entry).toMatchObject({ title: 'Parameter deleted', by: JANE, at: later(99).toISOString() });
    expect(entry?.lines.join('\n')).toMatch(
      /^Desired until then:\nuserNotification ERROR → arn:.*\nMode Enforce, OnDelete Retain$/,
    );
    const inherits = withStatus('Waiting', { DeletedAt: deletedAt, Desired: state({ Inherit: true }) });
    const [other] =
      view({ record: inherits, exists: false, latest: undefined, deletions: { found: [deletion(99)] } })
        .history ?? [];
    expect(other?.lines.at(-1)).toBe('Mode Enforce, OnDelete Retain, Inherit');
  });

  test('keeps the desired state after the release, also of a record that was written by an earlier version', () => {
    const released = withoutDesired(withStatus('Released'));
    const shown = (record: PoolRecord) =>
      view({ record, exists: false, latest: undefined })
        .history?.flatMap(({ lines }) => lines)
        .join('\n');
    expect(shown({ ...released, Deleted: { At: deletedAt, Desired: state() } })).toContain(
      'Desired until then:',
    );
    const After = [toLogGroup('old')];
    const waiting = {
      At: deletedAt,
      From: 'Applied',
      To: 'Waiting',
      Reasons: ['Parameter deleted. …'],
    } as const;
    const Transitions = [
      { At: NOON.toISOString(), From: 'Unmanaged', To: 'Applied', Reasons: [], After } as const,
      waiting,
    ];
    expect(shown({ ...released, Transitions })).toMatch(
      /Last written to the pool by the service:[\s\S]*vendedlogs\/old/,
    );
  });

  /** The lines of each deletion, oldest first. */
  const deletions = (record: PoolRecord): readonly string[] =>
    (view({ record }).history ?? [])
      .filter(({ title }) => title.startsWith('Parameter deleted'))
      .map(({ lines }) => lines.slice(1).join(' '))
      .toReversed();
  const appliedAt = (seconds: number, name: string) =>
    ({
      At: later(seconds).toISOString(),
      From: 'Unmanaged',
      To: 'Applied',
      Reasons: [],
      After: [toLogGroup(name)],
    }) as const;
  const deletedIn = (seconds: number) =>
    ({
      At: later(seconds).toISOString(),
      From: 'Applied',
      To: 'Waiting',
      Reasons: ['Parameter deleted. …'],
    }) as const;

  test('a later configuration is not shown under an earlier deletion', () => {
    const Transitions = [appliedAt(10, 'old'), deletedIn(100), appliedAt(200, 'new')];
    const [deletion, ...others] = deletions(applied({ Transitions }));
    expect(others).toEqual([]);
    expect(deletion).toMatch(/^Last written to the pool by the service: .*vendedlogs\/old/);
    expect(deletion).not.toContain('vendedlogs/new');
  });

  test('an earlier configuration is not shown under a later deletion that was undone before a sweep', () => {
    const first = {
      At: later(20).toISOString(),
      Desired: state({ LogConfigurations: [toLogGroup('first')] }),
    };
    const Transitions = [
      ...[appliedAt(10, 'first'), deletedIn(20), appliedAt(50, 'second')],
      ...[deletedIn(100), appliedAt(200, 'third')],
    ];
    expect(deletions(applied({ Deleted: first, Transitions }))).toEqual([
      expect.stringMatching(/^Desired until then: .*vendedlogs\/first Mode/),
      expect.stringMatching(/^Last written to the pool by the service: .*vendedlogs\/second/),
    ]);
  });

  test('two deletions have the state that was desired until each of them', () => {
    const record = withStatus('Waiting', {
      Desired: state({ LogConfigurations: [toLogGroup('second')] }),
      Deleted: { At: later(20).toISOString(), Desired: state({ LogConfigurations: [toLogGroup('first')] }) },
      DeletedAt: deletedAt,
      Transitions: [deletedIn(20), deletedIn(100)],
    });
    expect(deletions(record)).toEqual([
      expect.stringMatching(/^Desired until then: .*vendedlogs\/first/),
      expect.stringMatching(/^Desired until then: .*vendedlogs\/second/),
    ]);
  });

  test('says that the actor of a deletion is not known, and does not name the actor of another deletion', () => {
    const record = withStatus('Waiting', { DeletedAt: deletedAt });
    for (const found of [[], [deletion(300)]]) {
      const [entry] = view({ record, exists: false, latest: undefined, deletions: { found } }).history ?? [];
      expect(entry).not.toHaveProperty('by');
      expect(entry?.lines[0]).toBe('CloudTrail does not list the actor of the deletion.');
    }
    const [unread] =
      view({ record, exists: false, latest: undefined, deletions: { found: [], failed: 'AccessDenied' } })
        .history ?? [];
    expect(unread?.lines[0]).toBe(
      'The actor of the deletion is not known (cloudtrail:LookupEvents: AccessDenied).',
    );
  });

  test('finds the deletion before each time at which the service noticed one', () => {
    const all = [deletion(10, 'first'), deletion(50, 'second'), deletion(99, 'third')];
    const noticed = (time: number, previous?: number) =>
      deletionNoticedAt(
        later(time).toISOString(),
        previous === undefined ? undefined : later(previous).toISOString(),
        all,
      )?.by;
    expect([noticed(12), noticed(98, 12), noticed(500, 120)]).toEqual(['first', 'third', undefined]);
    const times = [later(5), later(100)].map((at) => at.toISOString());
    const Transitions = times.map(
      (At) => ({ At, From: 'Applied', To: 'Waiting', Reasons: ['Parameter deleted. …'] }) as const,
    );
    expect(deletionTimes(withStatus('Waiting', { DeletedAt: deletedAt, Transitions }))).toEqual(times);
    expect(deletionTimes(applied())).toEqual([]);
  });
});

test.each<[string, object, readonly string[]]>([
  ['of one parameter', { requestParameters: { name: '/a' }, userIdentity: { arn: JANE } }, ['/a']],
  [
    'of several parameters',
    { requestParameters: { names: ['/a', '/b'] }, userIdentity: { arn: JANE } },
    ['/a', '/b'],
  ],
  ['that failed', { errorCode: 'AccessDenied', requestParameters: { name: '/a' } }, []],
  ['without parameters', { requestParameters: null }, []],
])('reads the deletions from an event %s', (_, record, names) => {
  const event = { EventTime: NOON, Username: 'jane', CloudTrailEvent: JSON.stringify(record) };
  expect(deletionsIn(event).map(({ name }) => name)).toEqual(names);
  expect(deletionsIn({ ...event, CloudTrailEvent: '{' })).toEqual([]);
});

test('lists everything that a report does not contain, with counts', () => {
  const read = {
    pools: [view(), view({ live: { kind: 'Failed', reason: 'Get: AccessDenied' } })],
    listed: { names: new Map(), missing: 'Not all unmanaged pools are listed.' },
    versions: {
      failed: new Map([['a', 'History: Throttled']]),
      listFailed: 'DescribeParameters: AccessDenied',
    },
    deletions: { found: [], failed: 'AccessDenied' },
  };
  expect(missingNotes(read)).toEqual([
    '1 of 2 pools could not be read. Their state is not known: 1 Get: AccessDenied.',
    'Not all unmanaged pools are listed.',
    'The parameters could not be listed, so their versions and authors are missing: ssm:DescribeParameters: AccessDenied.',
    'The versions and authors of 1 parameter could not be read: 1 History: Throttled.',
    "Not all actors of deleted parameters are known: CloudTrail's event history could not be read (cloudtrail:LookupEvents: AccessDenied).",
  ]);
  const complete = {
    pools: [view()],
    listed: { names: new Map() },
    versions: { failed: new Map() },
    deletions: { found: [] },
  };
  expect(missingNotes(complete)).toEqual([]);
});

test('a pool of a policy shows its owners and only their event sources as desired, and has no unprocessed parameter', () => {
  const owner = { Kind: 'Policy', Name: 'prod', Precedence: 'Default', Priority: 100 } as const;
  const record = applied();
  const { UserPoolId: _id, Revision: _revision, Transitions: _transitions, ...source } = record;
  const divided = { ...record, Sources: { userNotification: { ...source, Owner: owner } } };
  const shown = view({ record: divided, exists: false, live: present(toLogGroup(), toStream()) });
  expect(shown).toMatchObject({ notes: ['userNotification: policy prod'], live: { kind: 'Same' } });
  expect(shown.desired.entries).toMatchObject([{ source: 'userNotification' }]);
  expect(shown).not.toHaveProperty('unprocessed');
  expect(categoryOf(shown)).toBe('delivering');
  const other = view({ record: divided, exists: false, live: present(toLogGroup('other')) });
  expect(other.live).toEqual({ kind: 'Differs' });
});
