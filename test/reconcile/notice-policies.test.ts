import type { RecordedFreeze } from '../../lib/domain/freeze.ts';
import type { PolicyRollout } from '../../lib/domain/rollout/rollout.ts';
import { noticePolicies } from '../../lib/reconcile/notice-policies.ts';
import type { RecordSummary } from '../../lib/reconcile/ports.ts';
import { schemaErrors } from '../support/documented-events.ts';
import { notCalled } from '../support/failing-ports.ts';
import { ownedBy } from '../support/policies.ts';
import { recordingPublisher } from '../support/recording-publisher.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { memoryRollouts, openRollout } from '../support/rollouts.ts';
import { applied, later, NOON, parameter, settings, toLogGroup } from '../support/situation.ts';

const NOW = later(60);
const textOf = (name: string) => JSON.stringify({ Select: {}, LogConfigurations: [toLogGroup(name)] });
const INVALID = JSON.stringify({ Select: {}, LogConfigurations: [], Priority: 'a secret' });
const settledAs = (name: string) => ({ Text: textOf(name), At: NOON.toISOString() });
const { Status, Repairs, DriftCount } = applied();
const owned = applied({
  Sources: { userNotification: { Status, Repairs, DriftCount, Owner: ownedBy({ Name: 'p' }) } },
});

/** Notices the policy `p` with this text, after the table contained `before`. */
async function notice(
  text: string | undefined,
  before?: PolicyRollout,
  records: () => Promise<readonly RecordSummary[]> = async () => [],
  over: Partial<ReturnType<typeof memoryRollouts>> = {},
  freeze?: RecordedFreeze,
) {
  const { publisher, events } = recordingPublisher();
  const { telemetry, recorded } = recordingTelemetry();
  const rollouts = { ...memoryRollouts(...(before ? [before] : [])), ...over };
  const stored = await rollouts.read(['p']);
  const found = await noticePolicies(
    { rollouts, settings, clock: { now: () => NOW }, publisher, telemetry },
    {
      names: ['p'],
      parameters: new Map(text === undefined ? [] : [['p', parameter(text, { version: 7 })]]),
      rollouts: stored,
      records,
      freeze,
    },
  );
  expect(events.flatMap(schemaErrors)).toEqual([]);
  const types = events.map(({ detailType }) => detailType);
  return { found: found.get('p'), stored: rollouts.stored.get('p'), types, events, recorded };
}

test('a new policy starts a rollout with its text and version', async () => {
  const { found, stored, types } = await notice(textOf('one'));
  expect(stored).toEqual({
    Name: 'p',
    Revision: 1,
    Open: openRollout(textOf('one'), {
      Version: 7,
      StartedAt: NOW.toISOString(),
      WaveStartedAt: NOW.toISOString(),
    }),
  });
  expect(found).toEqual(stored);
  expect(types).toEqual(['Rollout Started']);
});

test('a policy that is restored in a freeze keeps its settled version, if the freeze began in the grace period', async () => {
  const deleted: PolicyRollout = {
    Name: 'p',
    Revision: 1,
    Settled: settledAs('one'),
    DeletedAt: NOON.toISOString(),
  };
  const late = later(settings.clearGraceSeconds + 60).toISOString();
  const early = later(settings.clearGraceSeconds - 60).toISOString();
  const settledIn = async (freeze: RecordedFreeze) =>
    (await notice(textOf('two'), deleted, undefined, {}, freeze)).stored?.Settled;
  expect(await settledIn({ Since: early, At: late })).toEqual(settledAs('one'));
  // A function noticed the freeze late.
  expect(await settledIn({ Since: late, At: late, BeganAt: early })).toEqual(settledAs('one'));
  // A second freeze followed before a sweep.
  expect(await settledIn({ Since: early, At: late, BeganAt: late })).toEqual(settledAs('one'));
  expect(await settledIn({ Since: late, At: late })).toBeUndefined();
});

test('a policy of an earlier version of the service is settled at once', async () => {
  const { stored, types } = await notice(textOf('one'), undefined, async () => [applied(), owned]);
  expect(stored).toEqual({
    Name: 'p',
    Revision: 1,
    Settled: { Text: textOf('one'), Version: 7, At: NOW.toISOString() },
  });
  expect(types).toEqual([]);
});

test('the records are not read for a known, an invalid or a deleted policy', async () => {
  await notice(textOf('one'), { Name: 'p', Revision: 1, Settled: settledAs('one') }, notCalled);
  await notice(INVALID, undefined, notCalled);
  await notice(undefined, undefined, notCalled);
});

test('nothing is stored for a policy that is the same, invalid and new, or unknown and deleted', async () => {
  const same = { Name: 'p', Revision: 1, Settled: settledAs('one') };
  expect((await notice(textOf('one'), same)).stored).toEqual(same);
  expect((await notice(INVALID)).stored).toBeUndefined();
  expect((await notice(undefined)).stored).toBeUndefined();
});

test('a deleted policy loses its rollout', async () => {
  const Open = openRollout(textOf('two'), { Threshold: 5, Wave: 0 });
  const { stored, types } = await notice(undefined, {
    Name: 'p',
    Revision: 1,
    Settled: settledAs('one'),
    Open,
  });
  expect(stored).toMatchObject({ Revision: 2, DeletedAt: NOW.toISOString(), Settled: settledAs('one') });
  expect(stored).not.toHaveProperty('Open');
  expect(types).toEqual([]);
});

test('an invalid edit halts the rollout, and neither event nor log contains its text', async () => {
  const Open = openRollout(textOf('two'), { Threshold: 5, Wave: 0, Pools: 1, Total: 3 });
  const { stored, types, events, recorded } = await notice(INVALID, { Name: 'p', Revision: 1, Open });
  expect(stored?.Open).toMatchObject({ Status: 'Halted', Text: textOf('two'), Threshold: 5 });
  expect(types).toEqual(['Rollout Halted']);
  expect(JSON.stringify([events, recorded.lines])).not.toContain('a secret');
});

test('the rollout of another invocation replaces that of this one after a conflict, and has no second event', async () => {
  const other: PolicyRollout = { Name: 'p', Revision: 1, Open: openRollout(textOf('one')) };
  let reads = 0;
  const { found, types } = await notice(textOf('one'), undefined, undefined, {
    read: async () => (reads++ === 0 ? new Map() : new Map([['p', other]])),
    write: async () => 'Conflict',
  });
  expect(found).toEqual(other);
  expect(types).toEqual([]);
});
