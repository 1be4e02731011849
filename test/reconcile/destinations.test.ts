import { dynamoFindings } from '../../lib/aws/findings.ts';
import type { DestinationProblem } from '../../lib/domain/finding.ts';
import { checkDestinations } from '../../lib/reconcile/destinations.ts';
import type { DestinationCheck, FindingStore } from '../../lib/reconcile/ports.ts';
import { schemaErrors } from '../support/documented-events.ts';
import { startDynalite, type Table } from '../support/dynalite.ts';
import { awsCallError } from '../support/failing-ports.ts';
import { recordingPublisher } from '../support/recording-publisher.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { settings } from '../support/situation.ts';
import { virtualClock } from '../support/virtual-clock.ts';

let dynamo: Table;
let findings: FindingStore;
beforeAll(async () => {
  dynamo = await startDynalite();
});
afterAll(() => dynamo.close());
beforeEach(async () => {
  findings = dynamoFindings(dynamo.client, await dynamo.create());
});

type CheckResult = DestinationProblem | undefined | Error;

/** Checks these destinations as one sweep does. An error is thrown by the check. The n-th destination has n pools. */
async function check(
  results: Readonly<Record<string, CheckResult>>,
  { sweepId = 'sweep', seconds = 1_000, on = true, afterMs = 0 } = {},
) {
  const clock = virtualClock();
  await clock.advance(afterMs);
  const { telemetry, recorded } = recordingTelemetry();
  const { publisher, events } = recordingPublisher();
  const checked: string[] = [];
  const destinations: DestinationCheck = {
    async check(arn) {
      checked.push(arn);
      const result = results[arn];
      if (result instanceof Error) throw result;
      return result;
    },
  };
  const ports = {
    destinations,
    findings,
    publisher,
    telemetry,
    clock: { now: () => clock.now(), sleep: async (ms: number) => clock.advance(ms) },
    settings: { ...settings, destinationChecks: on },
  };
  const pools = new Map(Object.keys(results).map((arn, at) => [arn, at + 1]));
  const deadline = clock.now().getTime() + seconds * 1000;
  const current = await checkDestinations(ports, sweepId, pools, { priority: 'upkeep', deadline });
  expect(events.flatMap(schemaErrors)).toEqual([]);
  return {
    current: current.map(({ Arn, Problem }) => [Arn, Problem]),
    events: events.map(({ detailType, resources }) => [detailType, ...resources]),
    ids: events.map(({ detail }) => detail.id),
    checked,
    recorded,
    ms: clock.time(),
  };
}

const destinationsWithoutProblem = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`arn${at}`, undefined]));

test('stores and reports a missing destination once, and its return once', async () => {
  const first = await check({ a: 'LogGroupMissing', b: undefined });
  expect(first.current).toEqual([['a', 'LogGroupMissing']]);
  expect(first.events).toEqual([['Destination Missing', 'a']]);
  expect(await findings.read()).toEqual([
    { Arn: 'a', Problem: 'LogGroupMissing', Since: expect.any(String), Pools: 1 },
  ]);
  expect((await check({ a: 'LogGroupMissing', b: undefined })).events).toEqual([]);
  const last = await check({ a: undefined, b: undefined });
  expect(last.current).toEqual([]);
  expect(last.events).toEqual([['Destination Restored', 'a']]);
  expect(await findings.read()).toEqual([]);
});

test('reports a destination again when its problem changes', async () => {
  await check({ a: 'StreamMissing' });
  expect((await check({ a: 'StreamTagMissing' })).events).toEqual([['Destination Missing', 'a']]);
});

test('removes the finding of a destination that no pool uses any more', async () => {
  await check({ a: 'LogGroupMissing' });
  const after = await check({ b: undefined });
  expect(after.current).toEqual([]);
  expect(after.events).toEqual([['Destination Restored', 'a']]);
});

test('counts a failed check, which neither adds nor removes a finding', async () => {
  await check({ a: 'LogGroupMissing' });
  const denied = awsCallError('DescribeLogGroups', 'Permission');
  const failed = await check({ a: denied, b: denied, c: new Error('not an AwsCallError') });
  expect(failed.current).toEqual([['a', 'LogGroupMissing']]);
  expect(failed.events).toEqual([]);
  expect(failed.recorded.counts.get('DestinationsUnchecked')).toBe(3);
});

test('checks five destinations per second until the deadline, first those with a finding', async () => {
  const many = destinationsWithoutProblem(30);
  await check({ ...many, arn29: 'BucketMissing' });
  const short = await check({ ...many, arn29: 'BucketMissing' }, { seconds: 2 });
  expect(short.checked).toHaveLength(10);
  expect(short.checked[0]).toBe('arn29');
  expect(short.recorded.counts.get('DestinationsUnchecked')).toBe(20);
});

test('stops checking destinations after two minutes', async () => {
  const { checked, recorded } = await check(destinationsWithoutProblem(700), { seconds: 290 });
  expect(checked).toHaveLength(600);
  expect(recorded.counts.get('DestinationsUnchecked')).toBe(100);
});

test('checks destinations in an order that differs by sweep, so that each one is checked eventually', async () => {
  const many = destinationsWithoutProblem(30);
  const seen = new Set<string>();
  for (let sweep = 0; sweep < 20; sweep++)
    for (const arn of (await check(many, { sweepId: `sweep ${sweep}`, seconds: 2 })).checked) seen.add(arn);
  expect(seen.size).toBe(30);
});

test('checks no destination when the setting destinationChecks is off', async () => {
  expect(await check({ a: 'LogGroupMissing' }, { on: false })).toMatchObject({ current: [], checked: [] });
});

test('logs a missing destination once, and a failed check in each sweep with the name of its error', async () => {
  const denied = awsCallError('ListTags', 'Permission', new Error('a secret'));
  const results = { a: 'LogGroupMissing', b: denied, c: new Error('a secret') } as const;
  const unchecked = [
    {
      level: 'warn',
      text: 'destination not checked {"destination":"b","error":"AccessDeniedException"}',
    },
    {
      level: 'warn',
      text: 'destination not checked {"destination":"c","error":"unexpected error"}',
    },
  ];
  const missing = {
    level: 'error',
    text: 'destination cannot receive logs {"destination":"a","problem":"LogGroupMissing","pools":1}',
  };
  const first = await check(results, { sweepId: 's1' });
  expect(first.recorded.lines).toEqual(expect.arrayContaining([...unchecked, missing]));
  expect(first.recorded.lines).toHaveLength(3);
  expect(first.ids).toEqual(['s1/a']);
  expect(first.recorded.counts.get('DestinationsUnchecked')).toBe(2);
  const second = await check(results, { sweepId: 's2' });
  expect(second.recorded.lines).toEqual(expect.arrayContaining(unchecked));
  expect(second.recorded.lines).toHaveLength(2);
});

test('keeps the start time of a finding while the problem is the same', async () => {
  const since = async () => (await findings.read()).map(({ Since }) => Since);
  await check({ a: 'StreamMissing' });
  const [first] = await since();
  await check({ a: 'StreamMissing' }, { afterMs: 60_000 });
  expect(await since()).toEqual([first]);
  await check({ a: 'StreamTagMissing' }, { afterMs: 60_000 });
  expect(await since()).not.toEqual([first]);
});

test('writes and reports nothing when no destination has or had a problem', async () => {
  let writes = 0;
  const { write } = findings;
  findings = {
    ...findings,
    async write(all) {
      writes += 1;
      await write(all);
    },
  };
  const { recorded } = await check({ a: undefined });
  expect(writes).toBe(0);
  expect(recorded).toEqual({ lines: [], counts: new Map(), values: new Map(), logged: new Map() });
});
