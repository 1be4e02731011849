import { MAX_RANK, type OpenRollout } from '../../lib/domain/rollout/rollout.ts';
import { commandRollout } from '../../lib/reconcile/command-rollout.ts';
import { schemaErrors } from '../support/documented-events.ts';
import { failing } from '../support/failing-ports.ts';
import { recordingPublisher } from '../support/recording-publisher.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { memoryRollouts, openRollout } from '../support/rollouts.ts';
import { later, POOL, settings } from '../support/situation.ts';

const NOW = later(3600);

/** A halted rollout of the policy `prod` whose only pool failed. */
function given(over: Partial<OpenRollout> = {}) {
  const Open = openRollout('{}', {
    Status: 'Halted',
    Threshold: 7,
    Wave: 0,
    Pools: 1,
    Failed: 1,
    Total: 20,
    Failures: [{ UserPoolId: POOL, Reason: 'a reason' }],
    Stopped: { At: later(60).toISOString(), Reason: '1 of 1 pools failed.' },
    ...over,
  });
  const { publisher, events } = recordingPublisher();
  const { telemetry, recorded } = recordingTelemetry();
  const rollouts = memoryRollouts({ Name: 'prod', Revision: 4, Open });
  const ports = { settings, publisher, telemetry, rollouts, clock: { now: () => NOW } };
  return { ports, events, recorded, stored: () => rollouts.stored.get('prod') };
}

test('resume continues a halted rollout, with a new time limit and without its failed pools', async () => {
  const { ports, events, recorded, stored } = given();
  const result = await commandRollout(ports, 'prod', 'resume');
  expect(result).toEqual({ kind: 'Stored', rollout: stored() });
  expect(stored()).toMatchObject({
    Revision: 5,
    Open: { Status: 'Running', Accepted: 1, Sent: false, Threshold: 7, WaveStartedAt: NOW.toISOString() },
  });
  expect(stored()?.Open).not.toHaveProperty('Stopped');
  expect(events.map(({ detailType }) => detailType)).toEqual(['Rollout Resumed']);
  expect(events.flatMap(schemaErrors)).toEqual([]);
  expect(recorded.lines.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^rollout resumed .*"prod"/),
  ]);
});

test.each(['Halted', 'Running'] as const)('abort ends a rollout that is %s', async (Status) => {
  const { ports, events, stored } = given({ Status });
  expect(await commandRollout(ports, 'prod', 'abort')).toMatchObject({ kind: 'Stored' });
  expect(stored()).toMatchObject({
    Revision: 5,
    Restore: 7,
    Open: {
      Status: 'Aborted',
      Stopped: { At: NOW.toISOString(), Reason: 'An operator aborted the rollout.' },
    },
  });
  expect(events.map(({ detailType }) => detailType)).toEqual(['Rollout Aborted']);
  expect(events.flatMap(schemaErrors)).toEqual([]);
  expect(events[0]?.detail).toMatchObject({
    id: 'policies/prod/5',
    reason: 'An operator aborted the rollout.',
  });
});

test.each([
  ['resume', 'Running', 'The rollout of policy "prod" is running.'],
  [
    'resume',
    'Aborted',
    'The rollout of policy "prod" was aborted. To start a rollout again, write a new version of the policy.',
  ],
  [
    'abort',
    'Aborted',
    'The rollout of policy "prod" was aborted. To start a rollout again, write a new version of the policy.',
  ],
] as const)('%s is rejected for a rollout that is %s, and stores nothing', async (action, Status, reason) => {
  const { ports, events, stored } = given({ Status });
  expect(await commandRollout(ports, 'prod', action)).toEqual({ kind: 'Rejected', reason });
  expect(stored()?.Revision).toBe(4);
  expect(events).toEqual([]);
});

test.each(['resume', 'abort'] as const)(
  '%s is rejected for a policy without an open rollout',
  async (action) => {
    const { ports } = given();
    const settled = memoryRollouts({ Name: 'prod', Revision: 1, Restore: MAX_RANK });
    for (const [name, rollouts] of [
      ['other', ports.rollouts],
      ['prod', settled],
    ] as const)
      expect(await commandRollout({ ...ports, rollouts }, name, action)).toEqual({
        kind: 'Rejected',
        reason: `Policy "${name}" has no open rollout.`,
      });
  },
);

test('a command is rejected if the rollout changes at the same time', async () => {
  const { ports, events } = given();
  const rollouts = { read: ports.rollouts.read, write: async () => 'Conflict' as const };
  expect(await commandRollout({ ...ports, rollouts }, 'prod', 'abort')).toEqual({
    kind: 'Rejected',
    reason: 'The rollout of policy "prod" changed at the same time. Try again.',
  });
  expect(events).toEqual([]);
});

test('a command fails if the table cannot be read or written', async () => {
  const { ports } = given();
  for (const over of [
    { read: failing('BatchGetItem', 'Transient') },
    { write: failing('PutItem', 'Throttled') },
  ])
    await expect(
      commandRollout({ ...ports, rollouts: { ...ports.rollouts, ...over } }, 'prod', 'abort'),
    ).rejects.toThrow();
});

test('a command is stored although EventBridge does not accept its event', async () => {
  const { ports, recorded, stored } = given();
  const publisher = { publish: () => Promise.reject(new Error('no bus')) };
  expect(await commandRollout({ ...ports, publisher }, 'prod', 'resume')).toMatchObject({ kind: 'Stored' });
  expect(stored()?.Revision).toBe(5);
  expect(recorded.counts.get('EventsLost')).toBe(1);
});
