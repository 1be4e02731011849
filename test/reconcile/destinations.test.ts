import { dynamoFindings } from '../../lib/aws/findings.ts';
import type { DestinationProblem } from '../../lib/domain/finding.ts';
import { checkDestinations } from '../../lib/reconcile/destinations.ts';
import { AwsCallError } from '../../lib/reconcile/errors.ts';
import type { DestinationCheck, FindingStore, ServiceEvent } from '../../lib/reconcile/ports.ts';
import { faultsOf } from '../support/documented-events.ts';
import { startDynalite, type Table } from '../support/dynalite.ts';
import { failedCall } from '../support/failing.ts';
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

type Answer = DestinationProblem | undefined | Error;

/** One sweep's look at these destinations, each with how many pools send there and what is found. */
async function look(
  answers: Readonly<Record<string, Answer>>,
  { sweepId = 'sweep', seconds = 1_000, on = true, afterMs = 0 } = {},
) {
  const clock = virtualClock();
  await clock.advance(afterMs);
  const { telemetry, recorded } = recordingTelemetry();
  const events: ServiceEvent[] = [];
  const looked: string[] = [];
  const destinations: DestinationCheck = {
    async check(arn) {
      looked.push(arn);
      const answer = answers[arn];
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const publisher = { publish: async (all: readonly ServiceEvent[]) => void events.push(...all) };
  const ports = {
    destinations,
    findings,
    publisher,
    telemetry,
    clock: { now: () => clock.now(), sleep: async (ms: number) => clock.advance(ms) },
    settings: { ...settings, destinationChecks: on },
  };
  const pools = new Map(Object.keys(answers).map((arn, at) => [arn, at + 1]));
  const deadline = clock.now().getTime() + seconds * 1000;
  const standing = await checkDestinations(ports, sweepId, pools, { priority: 'upkeep', deadline });
  expect(events.flatMap(faultsOf)).toEqual([]);
  return {
    standing: standing.map(({ Arn, Problem }) => [Arn, Problem]),
    events: events.map(({ detailType, resources }) => [detailType, ...resources]),
    ids: events.map(({ detail }) => detail.id),
    looked,
    recorded,
    ms: clock.time(),
  };
}

test('what takes no logs is found, stored and told once, and so is its end', async () => {
  const first = await look({ a: 'LogGroupMissing', b: undefined });
  expect(first.standing).toEqual([['a', 'LogGroupMissing']]);
  expect(first.events).toEqual([['Destination Missing', 'a']]);
  expect(await findings.read()).toEqual([
    { Arn: 'a', Problem: 'LogGroupMissing', Since: expect.any(String), Pools: 1 },
  ]);
  expect((await look({ a: 'LogGroupMissing', b: undefined })).events).toEqual([]);
  const last = await look({ a: undefined, b: undefined });
  expect(last.standing).toEqual([]);
  expect(last.events).toEqual([['Destination Restored', 'a']]);
  expect(await findings.read()).toEqual([]);
});

test('another problem with the same destination is news', async () => {
  await look({ a: 'StreamMissing' });
  expect((await look({ a: 'StreamTagMissing' })).events).toEqual([['Destination Missing', 'a']]);
});

test('to which no pool sends any more, it is no concern', async () => {
  await look({ a: 'LogGroupMissing' });
  const after = await look({ b: undefined });
  expect(after.standing).toEqual([]);
  expect(after.events).toEqual([['Destination Restored', 'a']]);
});

test('what cannot be looked at is counted; it is neither missing nor back', async () => {
  await look({ a: 'LogGroupMissing' });
  const denied = failedCall('DescribeLogGroups', 'Permission');
  const blind = await look({ a: denied, b: denied, c: new Error('no AwsCallError') });
  expect(blind.standing).toEqual([['a', 'LogGroupMissing']]);
  expect(blind.events).toEqual([]);
  expect(blind.recorded.counts.get('DestinationsUnchecked')).toBe(3);
});

test('looks five times a second, until the deadline; what was found wanting comes first', async () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`arn${at}`, undefined]));
  await look({ ...many, arn29: 'BucketMissing' });
  const short = await look({ ...many, arn29: 'BucketMissing' }, { seconds: 2 });
  expect(short.looked).toHaveLength(10);
  expect(short.looked[0]).toBe('arn29');
  expect(short.recorded.counts.get('DestinationsUnchecked')).toBe(20);
});

test('takes no more than two minutes of the sweep', async () => {
  const many = Object.fromEntries(Array.from({ length: 700 }, (_, at) => [`arn${at}`, undefined]));
  const { looked, recorded } = await look(many, { seconds: 290 });
  expect(looked).toHaveLength(600);
  expect(recorded.counts.get('DestinationsUnchecked')).toBe(100);
});

test('the order is each sweep’s own, so that nobody is left out for ever', async () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`arn${at}`, undefined]));
  const seen = new Set<string>();
  for (let sweep = 0; sweep < 20; sweep++)
    for (const arn of (await look(many, { sweepId: `sweep ${sweep}`, seconds: 2 })).looked) seen.add(arn);
  expect(seen.size).toBe(30);
});

test('off is off', async () => {
  expect(await look({ a: 'LogGroupMissing' }, { on: false })).toMatchObject({ standing: [], looked: [] });
});

test('what is missing is one line, once; what could not be looked at, each time and by the error’s name', async () => {
  const denied = new AwsCallError('Permission', 'ListTags', 'AccessDeniedException', new Error('a secret'));
  const answers = { a: 'LogGroupMissing', b: denied, c: new Error('a secret') } as const;
  const unlooked = [
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
  const first = await look(answers, { sweepId: 's1' });
  expect(first.recorded.lines).toEqual(expect.arrayContaining([...unlooked, missing]));
  expect(first.recorded.lines).toHaveLength(3);
  expect(first.ids).toEqual(['s1/a']);
  expect(first.recorded.counts.get('DestinationsUnchecked')).toBe(2);
  const second = await look(answers, { sweepId: 's2' });
  expect(second.recorded.lines).toEqual(expect.arrayContaining(unlooked));
  expect(second.recorded.lines).toHaveLength(2);
});

test('the time since when a destination is missing stays while the problem does', async () => {
  const since = async () => (await findings.read()).map(({ Since }) => Since);
  await look({ a: 'StreamMissing' });
  const [first] = await since();
  await look({ a: 'StreamMissing' }, { afterMs: 60_000 });
  expect(await since()).toEqual([first]);
  await look({ a: 'StreamTagMissing' }, { afterMs: 60_000 });
  expect(await since()).not.toEqual([first]);
});

test('a look that finds nothing at fault, as the one before, says and stores nothing', async () => {
  let writes = 0;
  const { write } = findings;
  findings = {
    ...findings,
    async write(all) {
      writes += 1;
      await write(all);
    },
  };
  const { recorded } = await look({ a: undefined });
  expect(writes).toBe(0);
  expect(recorded).toEqual({ lines: [], counts: new Map(), values: new Map() });
});
