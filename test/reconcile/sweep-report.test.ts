import { OUTCOMES } from '../../lib/domain/outcome.ts';
import type { Fleet, LastFleet, ServiceEvent } from '../../lib/reconcile/ports.ts';
import { reportFleet, reportLastSweep, reportSweepStart } from '../../lib/reconcile/sweep-report.ts';
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
  Outcomes: { Rejected: 7, Contested: 8, InSync: 1 },
  ...over,
});

function world() {
  const { telemetry, recorded } = recordingTelemetry();
  const events: ServiceEvent[] = [];
  const publisher = { publish: async (all: readonly ServiceEvent[]) => void events.push(...all) };
  return { ports: { telemetry, publisher, clock: { now: () => later(3) } }, recorded, events };
}

async function tell(over: Partial<Fleet>, last?: LastFleet) {
  const { ports, recorded, events } = world();
  await reportFleet(ports, fleet(over), last);
  return { recorded, events };
}

test('a sweep is told as metrics and one line', async () => {
  const { recorded, events } = await tell({});
  expect(Object.fromEntries(recorded.counts)).toEqual({ Sweeps: 1 });
  const pools = Object.fromEntries(OUTCOMES.map((outcome) => [`Pools/${outcome}`, [0]]));
  expect(Object.fromEntries(recorded.values)).toEqual({
    PoolsSwept: [9],
    ParametersIgnored: [3],
    SweepHeld: [0],
    PoolsNotDelivering: [5],
    DestinationsMissing: [6],
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

test('without a rejected or contested pool their figures are zeros, so that alarms end', async () => {
  const { recorded } = await tell({ Outcomes: {} });
  expect(recorded.values.get('RejectedPools')).toEqual([0]);
  expect(recorded.values.get('ContestedPools')).toEqual([0]);
});

test('a hold is an error each time, and an event when it begins', async () => {
  const line = {
    level: 'error',
    text: 'mass deletion on hold ' + '{"sweepId":"s1","managed":9,"unmanaged":4,"lost":2}',
  };
  const event = {
    detailType: 'Sweep Held',
    resources: [],
    detail: { version: '1', id: 's1/held', sweepId: 's1', at: AT, managed: 9, lost: 2 },
  };
  for (const last of [undefined, { At: AT, Held: false }]) {
    const { recorded, events } = await tell({ Held: true }, last);
    expect(recorded.lines).toContainEqual(line);
    expect(recorded.values.get('SweepHeld')).toEqual([1]);
    expect(events).toEqual([event]);
  }
  const still = await tell({ Held: true }, { At: AT, Held: true });
  expect(still.recorded.lines).toContainEqual(line);
  expect(still.events).toEqual([]);
});

test('the start of a sweep is an event', async () => {
  const { ports, events } = world();
  await reportSweepStart(ports, AT);
  const detail = { version: '1', id: `${AT}/started`, sweepId: AT, at: AT };
  expect(events).toEqual([{ detailType: 'Sweep Started', resources: [], detail }]);
});

test('how old the last sweep is, where there was one', () => {
  const { ports, recorded } = world();
  reportLastSweep(ports, undefined);
  expect(recorded.values.size).toBe(0);
  reportLastSweep(ports, { At: AT, Held: false });
  expect(recorded.values.get('LastSweepAge')).toEqual([(later(3).getTime() - NOON.getTime()) / 1000]);
});
