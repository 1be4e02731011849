import { activityOf } from '../../html/activity.ts';
import { desiredSide, differencesOf, noteSide, observedSide } from '../../html/configuration.ts';
import { destinationText } from '../../html/destinations.ts';
import { html } from '../../html/html.ts';
import { poolDetails } from '../../html/pool-details.ts';
import { rowTable } from '../../html/pool-table.ts';
import type { PoolView } from '../../html/pool-view.ts';
import { ageInWords, exactTime } from '../../html/times.ts';
import { group, HOME, NOW, pool, recorded, stream } from './sample-pools.ts';

const wants = (...LogConfigurations: object[]) => desiredSide(JSON.stringify({ LogConfigurations }));
const row = (view: PoolView): string => rowTable([view], { home: HOME, now: NOW, problems: new Map() }).text;

test('escapes the values of a template', () => {
  const evil = `<img src=x onerror="alert('&')">`;
  expect(html`<b title="${evil}">${evil}</b>${undefined}${[html`<i>${1}</i>`]}`.text).toBe(
    '<b title="&lt;img src=x onerror=&quot;alert(&#39;&amp;&#39;)&quot;&gt;">&lt;img src=x onerror=&quot;alert(&#39;&amp;&#39;)&quot;&gt;</b><i>1</i>',
  );
});

test('shows an invisible character of a value as an escape', () => {
  expect(html`${'a\u202eb\u200bc\ufeff'}`.text).toBe('a\\u202eb\\u200bc\\ufeff');
});

test('treats entries in another order, or a log group ARN with :*, as equal', () => {
  const both = wants(stream('s'), { ...group('a'), CloudWatchLogsConfiguration: { LogGroupArn: 'x:*' } });
  const other = observedSide([
    { ...group('a'), CloudWatchLogsConfiguration: { LogGroupArn: 'x' } },
    stream('s'),
  ]);
  expect(both).toEqual(other);
  expect(differencesOf(both, other)).toEqual([]);
});

test('shows both sides of an event source only where they differ', () => {
  const view = pool('a', 'InSync', {
    desired: wants(group('a'), stream('s')),
    observed: observedSide([group('b'), stream('s')]),
    live: { kind: 'Differs' },
  });
  const text = row(view);
  expect(text.match(/<small>desired<\/small>/g)).toHaveLength(1);
  expect(text.match(/title="[^"]*deliverystream\/s"/g)).toHaveLength(1);
  const details = poolDetails(view, HOME).text;
  expect(details).toMatch(/<del>.*log-group:a.*<\/del>/);
  expect(details).toMatch(/<ins>.*log-group:b.*<\/ins>/);
});

test.each([
  [undefined, 'no parameter'],
  ['{', 'not a valid parameter'],
  ['{"LogConfigurations": 1, "LogConfigurations": []}', 'not a valid parameter'],
  ['\ufeff{"LogConfigurations": [], "Mode": null}', 'no log delivery'],
  ['{"LogConfigurations": 1}', 'not a valid parameter'],
  ['null', 'not a valid parameter'],
  ['{"LogConfigurations": []}', 'no log delivery'],
])('shows a parameter value of %j as: %s', (value, note) => {
  expect(desiredSide(value)).toEqual({ entries: [], note });
});

test('shows a parameter with null for the other destinations like one without them', () => {
  expect(wants({ ...group('a'), FirehoseConfiguration: null, S3Configuration: null })).toEqual(
    wants(group('a')),
  );
});

test('shows no difference when the pool has no parameter or was not read', () => {
  for (const side of [desiredSide(undefined), noteSide('not read for this report')])
    expect(differencesOf(side, observedSide([group('a')]))).toEqual([]);
  expect(differencesOf(observedSide([group('a')]), observedSide([]))).toHaveLength(1);
});

test('does not show the desired configuration as observed when the pool was not read', () => {
  const { live: _live, ...view } = pool('a', 'InSync', { observed: noteSide('not read for this report') });
  const details = poolDetails(view, HOME).text;
  expect(details).toMatch(/<b>Observed<\/b> <span class="quiet">not read for this report/);
});

test('marks the row of a pool that could not be read with the reason', () => {
  const text = row(pool('a', 'InSync', { live: { kind: 'Failed', reason: 'Access <denied>' } }));
  expect(text).toContain('data-state="unread" data-outcome="InSync"');
  expect(text).toContain('could not be read: Access &lt;denied&gt;');
  expect(text).toContain('recorded: InSync');
});

test('marks the row of a pool whose other data is missing', () => {
  const view = pool('a', 'InSync', { missing: ['The authors could not be read.'] });
  expect(row(view)).toContain('>incomplete<');
  expect(poolDetails(view, HOME).text).toContain('The authors could not be read.');
});

test('shows destinations in their short form with the ARN as title, and names another account or Region', () => {
  const text = row(
    pool('a', 'InSync', { observed: observedSide([stream('s', '999999999999')]), desired: noteSide('x') }),
  );
  expect(text).toContain('title="arn:aws:firehose:eu-west-1:999999999999:deliverystream/s"');
  expect(text).toContain('(999999999999)');
  expect(destinationText('arn:aws:s3:::audit', HOME)).toBe('Bucket audit');
  expect(destinationText('arn:aws-cn:logs:cn-north-1:123456789012:log-group:a:b', HOME)).toBe(
    'Log group a:b (cn-north-1)',
  );
  expect(destinationText('x', HOME)).toBe('x');
  expect(destinationText('', HOME)).toBe('no destination');
});

test('shows the actor of each entry in the history', () => {
  const by = 'arn:aws:sts::123456789012:assumed-role/Admin/jane';
  const details = poolDetails(
    pool('a', 'InSync', {
      recorded: recorded('Repaired', { original: observedSide([]) }),
      history: [{ at: NOW, kind: 'edit', title: 'Parameter version 2', by, lines: ['a <b>'] }],
    }),
    HOME,
  ).text;
  expect(details).toContain(`by <b title="${by}">assumed-role/Admin/jane</b>`);
  expect(details).toContain('<li>a &lt;b&gt;</li>');
  expect(details).toContain('Before the service managed the pool');
});

test.each([
  ['2026-03-02T11:59:31Z', 'just now'],
  ['2026-03-02T11:59:00Z', '1 minute ago'],
  ['2026-03-02T09:00:01Z', '2 hours ago'],
  ['2026-02-27T12:00:00Z', '3 days ago'],
  ['2026-01-01T12:00:00Z', '2 months ago'],
  ['2024-01-01T12:00:00Z', '2 years ago'],
  ['2026-03-04T12:00:00Z', 'in 2 days'],
  ['not a time', 'not a time'],
])('shows the age of %s as: %s', (at, words) => {
  expect(ageInWords(at, NOW)).toBe(words);
});

test('shows the exact time in UTC', () => {
  expect(exactTime('2026-03-02T12:00:05.123Z')).toBe('2026-03-02 12:00:05 UTC');
  expect(exactTime('')).toBe('');
});

describe('the activity of a fleet', () => {
  const changed = (...changes: [string, string][]): PoolView =>
    pool('a', 'InSync', {
      history: changes.map(([at, outcome]) => ({ at, kind: 'outcome', outcome, title: outcome, lines: [] })),
    });
  const total = (pools: readonly PoolView[]) =>
    activityOf(pools, NOW)?.bins.reduce(
      (sum, { counts }) => sum + counts.applied + counts.repaired + counts.left,
      0,
    );

  test('counts each change once, in hours, days or weeks', () => {
    const hours = [changed(['2026-03-02T11:59:00Z', 'Repaired'], ['2026-03-02T12:00:00Z', 'OutOfSync'])];
    const activity = activityOf(hours, NOW);
    expect(activity?.unit).toBe('hour');
    expect(activity?.bins).toHaveLength(24);
    expect(activity?.bins.slice(-2)).toMatchObject([
      { from: '2026-03-02T11:00:00.000Z', counts: { repaired: 1 } },
      { from: '2026-03-02T12:00:00.000Z', counts: { left: 1 } },
    ]);
    expect(activityOf([changed(['2026-02-01T00:00:00Z', 'Applied'])], NOW)).toMatchObject({ unit: 'day' });
    const weeks = [changed(['2025-06-01T00:00:00Z', 'Applied'], ['2026-03-01T00:00:00Z', 'Contested'])];
    expect(activityOf(weeks, NOW)).toMatchObject({ unit: 'week' });
    expect([hours, weeks].map(total)).toEqual([2, 2]);
  });

  test('has at most 60 bars: older changes are cut', () => {
    const pools = [changed(['2020-01-01T00:00:00Z', 'Applied'], ['2026-03-02T00:00:00Z', 'Applied'])];
    expect(activityOf(pools, NOW)?.bins).toHaveLength(60);
    expect(total(pools)).toBe(1);
  });

  test('is undefined without changes, and ignores a time after the report', () => {
    expect(activityOf([changed(['2026-03-02T11:00:00Z', 'InSync'])], NOW)).toBeUndefined();
    expect(activityOf([changed(['2027-01-01T00:00:00Z', 'Applied'])], NOW)).toBeUndefined();
  });
});
