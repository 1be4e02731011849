import { OUTCOMES } from '../../lib/domain/outcome.ts';
import type { Fleet, LastFleet } from '../../lib/reconcile/fleet.ts';
import { reportFleet, reportLastSweep, reportSweepStart } from '../../lib/reconcile/sweep-report.ts';
import { schemaErrors } from '../support/documented-events.ts';
import { recordingPublisher } from '../support/recording-publisher.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { later, NOON } from '../support/situation.ts';

const AT = NOON.toISOString();
const fleet = (over: Partial<Fleet> = {}): Fleet => ({
  SweepId: 's1',
  At: AT,
  Result: 'Swept',
  Managed: 9,
  Unmanaged: 4,
  UnmanagedSample: [],
  IgnoredParameters: 3,
  Lost: 2,
  Held: false,
  PoolsNotDelivering: 5,
  DestinationsMissing: 6,
  Replicated: 0,
  Outcomes: { Rejected: 7, Contested: 8, InSync: 1 },
  ...over,
});

function createPorts() {
  const { telemetry, recorded } = recordingTelemetry();
  const { publisher, events } = recordingPublisher();
  return { ports: { telemetry, publisher, clock: { now: () => later(3) } }, recorded, events };
}

async function report(over: Partial<Fleet>, last?: Pick<LastFleet, 'Held' | 'HeldPolicies' | 'Coverage'>) {
  const { ports, recorded, events } = createPorts();
  await reportFleet(ports, fleet(over), last);
  return { recorded, events };
}

test('reports a sweep as metrics and one log line', async () => {
  const { recorded, events } = await report({});
  expect(Object.fromEntries(recorded.counts)).toEqual({ Sweeps: 1 });
  const pools = Object.fromEntries(OUTCOMES.map((outcome) => [`Pools/${outcome}`, [0]]));
  expect(Object.fromEntries(recorded.values)).toEqual({
    PoolsSwept: [9],
    ParametersIgnored: [3],
    SweepHeld: [0],
    PoolsNotDelivering: [5],
    DestinationsMissing: [6],
    NewUnmanagedPools: [0],
    RejectedPools: [7],
    ContestedPools: [8],
    ...pools,
    'Pools/Rejected': [7],
    'Pools/Contested': [8],
    'Pools/InSync': [1],
    'Pools/Unmanaged': [4],
  });
  expect(recorded.lines).toEqual([
    { level: 'info', text: 'sweep completed {"sweepId":"s1","managed":9,"unmanaged":4,"lost":2}' },
  ]);
  expect(events).toEqual([]);
});

test('reports zero rejected and contested pools, so that their alarms end', async () => {
  const { recorded } = await report({ Outcomes: {} });
  expect(recorded.values.get('RejectedPools')).toEqual([0]);
  expect(recorded.values.get('ContestedPools')).toEqual([0]);
});

test('logs a hold as an error in every sweep and publishes an event only when the hold begins', async () => {
  const line = {
    level: 'error',
    text: 'mass deletion on hold {"sweepId":"s1","managed":9,"unmanaged":4,"lost":2}',
  };
  const event = {
    detailType: 'Sweep Held',
    resources: [],
    detail: { version: '1', id: 's1/held', sweepId: 's1', at: AT, managed: 9, lost: 2 },
  };
  for (const last of [undefined, { Held: false }]) {
    const { recorded, events } = await report({ Held: true }, last);
    expect(recorded.lines).toContainEqual(line);
    expect(recorded.values.get('SweepHeld')).toEqual([1]);
    expect(events).toEqual([event]);
  }
  const continued = await report({ Held: true }, { Held: true });
  expect(continued.recorded.lines).toContainEqual(line);
  expect(continued.events).toEqual([]);
});

const COVERAGE = {
  Policies: 2,
  InvalidPolicies: 1,
  ByPolicy: 5,
  ByParameter: 3,
  Uncovered: 4,
  Conflicting: 6,
  Rejected: 2,
};
const coverageMetrics = [
  'PoolsByPolicy',
  'PoolsByParameter',
  'UncoveredPools',
  'ConflictingPools',
  'InvalidPolicies',
];
const measured = (values: ReadonlyMap<string, readonly number[]>) =>
  coverageMetrics.map((name) => values.get(name));

test('reports the coverage of policies as metrics and in the log line', async () => {
  const { recorded } = await report({ Coverage: COVERAGE });
  expect(measured(recorded.values)).toEqual([[5], [3], [4], [8], [1]]);
  expect(recorded.lines).toEqual([
    {
      level: 'info',
      text: 'sweep completed {"sweepId":"s1","managed":9,"unmanaged":4,"lost":2,"policies":2,"invalidPolicies":1,"byPolicy":5,"byParameter":3,"uncovered":4,"conflicting":6,"rejected":2}',
    },
  ]);
});

test('reports zeros once after the last policy was deleted, so that the alarms end', async () => {
  for (const over of [{}, { Coverage: { ...COVERAGE, ...zeros } }]) {
    const { recorded } = await report(over, { Held: false, Coverage: COVERAGE });
    expect(measured(recorded.values)).toEqual([[0], [0], [0], [0], [0]]);
    expect(recorded.lines[0]?.text).not.toContain('policies');
    const next = await report(over, { Held: false, ...over });
    expect(measured(next.recorded.values)).toEqual(coverageMetrics.map(() => undefined));
  }
});
const zeros = {
  Policies: 0,
  InvalidPolicies: 0,
  ByPolicy: 0,
  ByParameter: 0,
  Uncovered: 0,
  Conflicting: 0,
  Rejected: 0,
};

test('names the policies on hold, and publishes an event when a hold of another policy begins', async () => {
  const held = { Held: true, HeldPolicies: ['dev', 'prod'] };
  const { recorded, events } = await report(held, { Held: true, HeldPolicies: ['prod'] });
  expect(recorded.lines.at(-1)?.text).toContain('"policies":["dev","prod"]');
  expect(events).toEqual([
    {
      detailType: 'Sweep Held',
      resources: [],
      detail: {
        version: '1',
        id: 's1/held',
        sweepId: 's1',
        at: AT,
        managed: 9,
        lost: 2,
        policies: ['dev', 'prod'],
      },
    },
  ]);
  expect(events.flatMap(schemaErrors)).toEqual([]);
  expect((await report(held, held)).events).toEqual([]);
});

test('publishes the start of a sweep as an event', async () => {
  const { ports, events } = createPorts();
  await reportSweepStart(ports, AT);
  const detail = { version: '1', id: `${AT}/started`, sweepId: AT, at: AT };
  expect(events).toEqual([{ detailType: 'Sweep Started', resources: [], detail }]);
});

test('measures the age of the last sweep, if one exists', () => {
  const { ports, recorded } = createPorts();
  reportLastSweep(ports, undefined);
  expect(recorded.values.size).toBe(0);
  reportLastSweep(ports, { At: AT });
  expect(recorded.values.get('LastSweepAge')).toEqual([(later(3).getTime() - NOON.getTime()) / 1000]);
});
