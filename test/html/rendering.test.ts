import { desiredSide, observedSide } from '../../html/configuration-lines.ts';
import { html } from '../../html/html.ts';
import { type PoolView, poolTable } from '../../html/pool-table.ts';

const group = (name: string) => ({
  EventSource: 'userNotification',
  LogLevel: 'ERROR',
  CloudWatchLogsConfiguration: { LogGroupArn: `arn:aws:logs:eu-west-1:123456789012:log-group:${name}` },
});
const stream = {
  EventSource: 'userAuthEvents',
  LogLevel: 'INFO',
  FirehoseConfiguration: { StreamArn: 'arn:aws:firehose:eu-west-1:123456789012:deliverystream/s' },
};
const wants = (...LogConfigurations: object[]) => desiredSide(JSON.stringify({ LogConfigurations }));
const view = (over: Partial<PoolView> = {}): PoolView => ({
  id: 'eu-west-1_a',
  name: 'shop',
  tier: 'PLUS',
  desired: wants(group('a')),
  observed: observedSide([group('a')]),
  ...over,
});

test('escapes the values of a template', () => {
  const evil = `<img src=x onerror="alert('&')">`;
  expect(html`<b title="${evil}">${evil}</b>${undefined}${[html`<i>${1}</i>`]}`.text).toBe(
    '<b title="&lt;img src=x onerror=&quot;alert(&#39;&amp;&#39;)&quot;&gt;">&lt;img src=x onerror=&quot;alert(&#39;&amp;&#39;)&quot;&gt;</b><i>1</i>',
  );
});

test('shows invisible characters of the values as escapes, and keeps line feeds', () => {
  const name = 'prod\u200b\u202eshop\u00a0\n\u{e0041}';
  expect(html`<b title="${name}">${name}</b>\u00a0`.text).toBe(
    '<b title="prod\\u200b\\u202eshop\\u00a0\n\\udb40\\udc41">prod\\u200b\\u202eshop\\u00a0\n\\udb40\\udc41</b>\u00a0',
  );
});

test('treats entries in another order, or a log group ARN with :*, as equal', () => {
  const both = wants(stream, { ...group('a'), CloudWatchLogsConfiguration: { LogGroupArn: 'x:*' } });
  const other = observedSide([{ ...group('a'), CloudWatchLogsConfiguration: { LogGroupArn: 'x' } }, stream]);
  expect(both).toEqual(other);
  expect(poolTable([view({ desired: both, observed: other })]).text).not.toContain('<mark>');
});

test('marks an entry that only one side contains and adds a note', () => {
  const { text } = poolTable([view({ desired: wants(group('a')), observed: observedSide([group('b')]) })]);
  expect(text).toContain(
    '<mark>userNotification ERROR → arn:aws:logs:eu-west-1:123456789012:log-group:a</mark> <span class="quiet">not on the pool</span>',
  );
  expect(text).toContain('log-group:b</mark> <span class="quiet">not desired</span>');
});

test.each([
  [undefined, 'no parameter'],
  ['{', 'not JSON'],
  ['{"LogConfigurations": 1}', 'not a valid parameter'],
  ['null', 'not a valid parameter'],
  ['{"LogConfigurations": []}', 'no log delivery'],
])('shows a parameter value of %j as: %s', (value, note) => {
  expect(desiredSide(value)).toEqual({ lines: [], note });
});

test('marks no differences when the pool has no parameter', () => {
  expect(poolTable([view({ desired: desiredSide(undefined) })]).text).not.toContain('<mark>');
});

test('shows the reasons and the drift count, and highlights an outcome that needs attention', () => {
  const recorded = {
    outcome: 'Rejected',
    reasons: ['a <b>', 'c'],
    since: '2026-11-23T10:00:00Z',
    driftCount: 2,
  };
  const { text } = poolTable([view({ recorded })]);
  expect(text).toContain('<strong class="bad">Rejected</strong>');
  expect(text).toContain('<li>a &lt;b&gt;</li><li>c</li>');
  expect(text).toContain('drifted 2 times');
});
