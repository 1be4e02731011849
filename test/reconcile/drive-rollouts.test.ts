import { setImmediate } from 'node:timers/promises';
import { MAX_RANK } from '../../lib/domain/rollout/rollout.ts';
import { commandRollout } from '../../lib/reconcile/command-rollout.ts';
import { driveRollouts, type RolloutPorts } from '../../lib/reconcile/drive-rollouts.ts';
import { knownOf } from '../../lib/reconcile/known-pool.ts';
import { readPolicies } from '../../lib/reconcile/policy-inputs.ts';
import { reconcilePool } from '../../lib/reconcile/pool.ts';
import { schemaErrors } from '../support/documented-events.ts';
import { failing } from '../support/failing-ports.ts';
import { everyPool, inOrder, memoryFleet, poolIds } from '../support/memory-fleet.ts';
import { ownedBy } from '../support/policies.ts';
import { applied, later, settings, toLogGroup, toStream } from '../support/situation.ts';

const context = { priority: 'upkeep', deadline: Number.MAX_SAFE_INTEGER } as const;
const IDS = poolIds(20);
const [FIRST = '', SECOND = '', THIRD = ''] = inOrder('p', IDS);
const AT_ONCE = { Rollout: { Waves: ['100%'] } };
const ofPools = (...Ids: readonly string[]) => ({ Select: { Ids }, LogConfigurations: [toLogGroup('one')] });
const ONE = everyPool(toLogGroup('one'));
const TWO = everyPool(toLogGroup('two'));
const recheckOf = (UserPoolId: string) => ({ Kind: 'Recheck', UserPoolId }) as const;

let fleet: ReturnType<typeof memoryFleet>;
beforeEach(() => {
  fleet = memoryFleet(IDS);
});
afterEach(() => expect(fleet.events.flatMap(schemaErrors)).toEqual([]));

const run = (over: Partial<RolloutPorts>, ...names: readonly string[]) =>
  driveRollouts({ ...fleet.ports, ...over })({ names }, context);
const slept = (change: () => void): Partial<RolloutPorts> => ({
  clock: { ...fleet.ports.clock, sleep: async () => change() },
});

describe('an edited policy with one wave', () => {
  test('sends one message to each pool that it selects', async () => {
    fleet.put('p', { ...ofPools(FIRST, SECOND), ...AT_ONCE });
    expect(await fleet.drive('p')).toEqual({ sent: 2 });
    expect(fleet.queue).toEqual([FIRST, SECOND].toSorted().map(recheckOf));
    expect(fleet.names).toEqual(new Set(['p']));
    expect(fleet.waits).toEqual([15_000]);
  });

  test('sends no message to the pools of other policies', async () => {
    await fleet.roll('q', { ...ofPools(SECOND), ...AT_ONCE });
    fleet.put('p', { ...ofPools(FIRST), ...AT_ONCE });
    await fleet.drive('p');
    expect(fleet.sentTo()).toEqual([FIRST]);
  });

  test('is known to the workers before they get a message', async () => {
    fleet.put('p', { ...ofPools(FIRST), ...AT_ONCE });
    const atSend: unknown[] = [];
    await run({ queue: { send: async () => void atSend.push([...fleet.names]) } }, 'p');
    expect(atSend).toEqual([['p']]);
  });

  test('reaches the pools of which no listing shows whether it selects them, without another run', async () => {
    fleet.tiers.set(THIRD, 'LITE');
    const LogConfigurations = [toLogGroup('one')];
    fleet.put('p', { Select: { Tiers: ['PLUS'] }, LogConfigurations, ...AT_ONCE });
    await fleet.drive('p');
    expect(fleet.sentTo()).toEqual(IDS);
    await fleet.work();
    expect(fleet.poolsWith('one')).toEqual(IDS.filter((id) => id !== THIRD));
    await fleet.drive();
    expect(fleet.rollout('p').Open).toBeUndefined();
  });

  test('sends a message to each pool that it owned, if it was deleted before the service stored it', async () => {
    const { Status, Repairs, DriftCount } = applied();
    const Sources = { userNotification: { Status, Repairs, DriftCount, Owner: ownedBy({ Name: 'p' }) } };
    fleet.records.set(THIRD, applied({ UserPoolId: THIRD, Sources }));
    await fleet.drive('p');
    expect(fleet.sentTo()).toEqual([THIRD]);
    expect(fleet.rollouts.stored.size).toBe(0);
  });

  test('is settled at once if the records show that an earlier version of the service has applied it', async () => {
    const { Status, Repairs, DriftCount } = applied();
    const Sources = { userNotification: { Status, Repairs, DriftCount, Owner: ownedBy({ Name: 'p' }) } };
    fleet.records.set(THIRD, applied({ UserPoolId: THIRD, Sources }));
    fleet.put('p', ONE);
    fleet.names.add('p');
    await fleet.drive();
    expect(fleet.rollout('p').Settled?.Text).toBe(JSON.stringify(ONE));
    expect(fleet.rollout('p').Open).toBeUndefined();
    expect(fleet.rolloutEvents()).toEqual([]);
  });
});

describe('a read that lags behind the edit', () => {
  test('is found by the second read, which sends the messages', async () => {
    const change = () => fleet.put('p', { ...ofPools(SECOND), ...AT_ONCE });
    expect(await run(slept(change), 'p')).toEqual({ sent: 1 });
    expect(fleet.sentTo()).toEqual([SECOND]);
    expect(fleet.names).toEqual(new Set(['p']));
  });

  test('sends both sets of messages if the first read showed an older edit', async () => {
    fleet.put('p', { ...ofPools(FIRST), ...AT_ONCE });
    const change = () => fleet.put('p', { ...ofPools(SECOND), ...AT_ONCE });
    await run(slept(change), 'p');
    expect(fleet.sentTo()).toEqual(expect.arrayContaining([FIRST]));
    await fleet.settle();
    expect(fleet.poolsWith('one')).toEqual([SECOND]);
  });

  test('of another policy sends nothing again', async () => {
    fleet.put('p', { ...ofPools(FIRST), ...AT_ONCE });
    await run(
      slept(() => fleet.put('q', { ...ofPools(SECOND), ...AT_ONCE })),
      'p',
    );
    expect(fleet.queue).toHaveLength(1);
  });

  test('waits for at most 30 seconds', async () => {
    await run({ settings: { ...settings, recheckDelaySeconds: 900 } }, 'p');
    expect(fleet.waits).toEqual([30_000]);
  });
});

describe('the waves of a new policy', () => {
  test('contain one pool, then 10 percent and then all pools, each when the one before is done', async () => {
    fleet.put('p', ONE);
    await fleet.drive('p');
    expect(fleet.sentTo()).toEqual([FIRST]);
    await fleet.minute();
    expect(fleet.poolsWith('one')).toEqual([FIRST]);
    expect(fleet.sentTo()).toEqual([SECOND]);
    expect(fleet.open('p')).toMatchObject({
      Wave: 1,
      Pools: 2,
      Total: 20,
      EndedWaves: [{ Pools: 1, Failed: 0 }],
    });
    await fleet.minute();
    expect(fleet.sentTo()).toEqual(IDS.filter((id) => id !== FIRST && id !== SECOND));
    await fleet.minute();
    expect(fleet.poolsWith('one')).toEqual(IDS);
    expect(fleet.rollout('p')).toMatchObject({ Settled: { Text: JSON.stringify(ONE), Version: 1 } });
    expect(fleet.rollout('p').Open).toBeUndefined();
    expect(fleet.rollout('p').Restore).toBeUndefined();
    expect(fleet.rolloutEvents()).toEqual(['Rollout Started', 'Rollout Completed']);
    expect(fleet.events.at(-1)?.detail).toMatchObject({ policy: 'p', pools: 20, failed: 0, total: 20 });
    expect(fleet.queue).toEqual([]);
  });

  test('wait for a pool that is not done', async () => {
    fleet.put('p', ONE);
    await fleet.drive('p');
    for (let minute = 0; minute < 5; minute++) {
      fleet.advance(60);
      await fleet.drive();
    }
    expect(new Set(fleet.sentTo())).toEqual(new Set([FIRST]));
    expect(fleet.open('p').Wave).toBe(0);
  });

  test('leave out pools that another layer owns, and count only the others', async () => {
    await fleet.roll('first', { ...ofPools(FIRST), Precedence: 'Mandatory', ...AT_ONCE });
    fleet.put('p', TWO);
    await fleet.drive('p');
    expect(fleet.sentTo()).toEqual([SECOND]);
    await fleet.settle();
    expect(fleet.poolsWith('two')).toEqual(IDS.filter((id) => id !== FIRST));
  });

  test('do not begin with a pool that no log delivery can be stored for because of its tier', async () => {
    fleet.tiers.set(FIRST, 'LITE');
    fleet.put('p', everyPool(toStream('one')));
    await fleet.drive('p');
    expect(fleet.sentTo()).toEqual(IDS);
    await fleet.minute();
    expect(fleet.sentTo()).toEqual([SECOND]);
    expect(fleet.open('p')).toMatchObject({ Wave: 0, Total: 19 });
  });

  describe('of a policy for sign-ins in a fleet of which the tiers are not known', () => {
    const MANY = Array.from({ length: 400 }, (_, at) => `eu-west-1_many${String(at).padStart(4, '0')}`);
    const PLUS = inOrder('p', MANY).filter((_, at) => at === 7 || at === 305);
    beforeEach(() => {
      fleet = memoryFleet(MANY);
      for (const id of MANY) fleet.tiers.set(id, 'LITE');
      fleet.put('p', everyPool(toStream('one')));
    });

    test('begin when the first pools are known, with one that can have the entry', async () => {
      for (const id of PLUS) fleet.tiers.set(id, 'PLUS');
      await fleet.drive('p');
      expect(fleet.queue).toHaveLength(100);
      await fleet.minute();
      expect(fleet.open('p')).toMatchObject({ Wave: 0, Pools: 1 });
      await fleet.work();
      expect(fleet.poolsWith('one')).toEqual(PLUS.slice(0, 1));
      await fleet.settle();
      expect(fleet.poolsWith('one')).toEqual(PLUS.toSorted());
      expect(fleet.rollout('p').Open).toBeUndefined();
    });

    test('read further tiers if a wave that began after the time limit has no pool', async () => {
      await fleet.drive('p');
      fleet.queue.splice(0);
      fleet.advance(16 * 60);
      await fleet.drive();
      expect(fleet.open('p')).toMatchObject({ Wave: 0, Pools: 1 });
      await fleet.minute();
      expect(fleet.queue).toHaveLength(100);
      expect(fleet.open('p')).toMatchObject({ Wave: 0, Pools: 0, EndedWaves: [] });
      for (let minute = 0; minute < 4; minute++) await fleet.minute();
      expect(fleet.rollout('p').Open).toBeUndefined();
    });
  });

  test('leave out a pool that was deleted, also during its wave', async () => {
    await fleet.roll('p', ONE);
    fleet.gone.add(FIRST);
    fleet.put('p', TWO);
    await fleet.drive('p');
    expect(fleet.sentTo()).toEqual([SECOND]);
    fleet.gone.add(SECOND);
    await fleet.minute();
    expect(fleet.sentTo()).toEqual([THIRD]);
    expect(fleet.open('p')).toMatchObject({ Pools: 1, Total: 18 });
    await fleet.settle();
    expect(fleet.poolsWith('two')).toHaveLength(18);
    expect(fleet.rolloutEvents()).toEqual(['Rollout Started', 'Rollout Completed']);
  });

  test('contain only the pools that the policy selects by a fact that no listing shows', async () => {
    for (const id of IDS.slice(3)) fleet.tiers.set(id, 'LITE');
    fleet.put('p', { Select: { Tiers: ['PLUS'] }, LogConfigurations: [toLogGroup('one')] });
    await fleet.drive('p');
    await fleet.minute();
    expect(fleet.open('p')).toMatchObject({ Wave: 0, Pools: 1, Total: 3 });
    await fleet.settle();
    expect(fleet.poolsWith('one')).toEqual(IDS.slice(0, 3));
    expect(fleet.rolloutEvents()).toEqual(['Rollout Started', 'Rollout Completed']);
  });

  test('keep a pool outside the fraction unchanged, also if its drift is reported', async () => {
    await fleet.roll('p', ONE);
    fleet.put('p', TWO);
    await fleet.drive('p');
    fleet.onPools.set(THIRD, []);
    await fleet.ports.queue.send('upkeep', [{ Kind: 'Recheck', UserPoolId: THIRD }]);
    await fleet.work();
    expect(fleet.poolsWith('two')).toEqual([FIRST]);
    expect(fleet.poolsWith('one')).toContain(THIRD);
  });
});

describe('a failed run', () => {
  test('is repeated if a listing or the queue fails', async () => {
    fleet.put('p', { ...ofPools(FIRST), ...AT_ONCE });
    await expect(run({ queue: { send: failing('SendMessageBatch', 'Transient') } }, 'p')).rejects.toThrow();
    const desired = { ...fleet.ports.desired, readPolicies: failing('GetParameters', 'Throttled') };
    await expect(run({ desired }, 'p')).rejects.toThrow();
  });

  test('sends the messages of a wave again if it ended between the store and the send', async () => {
    fleet.put('p', ONE);
    await expect(run({ queue: { send: failing('SendMessageBatch', 'Transient') } }, 'p')).rejects.toThrow();
    expect(fleet.open('p')).toMatchObject({ Wave: 0, Sent: false });
    expect(await fleet.drive()).toEqual({ sent: 1 });
    expect(fleet.sentTo()).toEqual([FIRST]);
    expect(fleet.open('p').Sent).toBe(true);
    expect(fleet.rolloutEvents()).toEqual(['Rollout Started']);
  });

  test('sends the messages of a rollout that ended again', async () => {
    await fleet.roll('p', { ...ofPools(FIRST, SECOND), ...AT_ONCE });
    fleet.put('p', { ...ofPools(FIRST), ...AT_ONCE });
    await expect(run({ queue: { send: failing('SendMessageBatch', 'Transient') } }, 'p')).rejects.toThrow();
    await fleet.settle();
    expect(fleet.outcomeOf(SECOND)).toBe('Waiting');
  });
});

describe('the messages of pending pools', () => {
  test('are sent again if the queue is quiet and the pools are not done', async () => {
    fleet.put('p', ONE);
    await fleet.drive('p');
    fleet.queue.splice(0);
    fleet.advance(60);
    await fleet.drive();
    expect(fleet.sentTo()).toEqual([FIRST]);
  });

  test('are not sent again, and nothing is listed, while the queue contains many messages', async () => {
    fleet.put('p', ONE);
    await fleet.drive('p');
    await fleet.ports.queue.send(
      'upkeep',
      IDS.slice(0, 15).map((id) => ({ Kind: 'Recheck', UserPoolId: id })),
    );
    const { length } = fleet.queue;
    const before = fleet.calls.listings;
    await fleet.drive();
    expect(fleet.queue).toHaveLength(length);
    // Only the records show whether the pools are done.
    expect(fleet.calls.listings).toBe(before + 1);
  });

  test('do not wait for the queue if the records show that the wave is done', async () => {
    fleet.put('p', ONE);
    await fleet.drive('p');
    await fleet.work();
    await fleet.ports.queue.send(
      'upkeep',
      IDS.slice(0, 15).map((id) => ({ Kind: 'Recheck', UserPoolId: id })),
    );
    await fleet.drive();
    expect(fleet.open('p').Wave).toBe(1);
  });
});

describe('a rollout halts', () => {
  /** Rolls out the new version of a settled policy up to the halt, and returns the reason. */
  async function halt(value: unknown = TWO): Promise<string | undefined> {
    fleet.put('p', value);
    await fleet.drive('p');
    await fleet.minute();
    expect(fleet.open('p').Status).toBe('Halted');
    return fleet.open('p').Stopped?.Reason;
  }

  test('if Cognito rejects the version for its first pool, and then no further pool changes', async () => {
    await fleet.roll('p', ONE);
    fleet.rejecting.add(FIRST);
    expect(await halt()).toMatch(new RegExp(`^1 of 1 pools failed. ${FIRST}: userNotification: .*Cognito`));
    expect(fleet.rolloutEvents()).toEqual(['Rollout Started', 'Rollout Halted']);
    expect(fleet.events.at(-1)?.detail).toMatchObject({
      policy: 'p',
      wave: 1,
      pools: 1,
      failed: 1,
      failures: [{ userPoolId: FIRST }],
    });
    expect(fleet.halted()).toBe(1);
    const listings = fleet.calls.listings;
    await fleet.settle();
    expect(fleet.calls.listings).toBe(listings);
    expect(fleet.halted()).toBe(1);
    expect(fleet.poolsWith('two')).toEqual([]);
    await fleet.ports.queue.send(
      'upkeep',
      IDS.map((UserPoolId) => ({ Kind: 'Recheck', UserPoolId })),
    );
    await fleet.work();
    expect(fleet.poolsWith('two')).toEqual([]);
  });

  test('and pools where it disagreed with another policy return to that policy', async () => {
    await fleet.roll('p', ONE);
    fleet.put('q', { ...TWO, ...AT_ONCE });
    await fleet.drive('q');
    await fleet.minute();
    expect(fleet.open('q').Status).toBe('Halted');
    await fleet.settle();
    expect([...fleet.records.values()].map(({ Status }) => Status.Outcome)).not.toContain('Rejected');
    expect(fleet.poolsWith('one')).toEqual(IDS);
  });

  /** Begins the last wave of a version, which Cognito rejects for some of its pools. */
  async function lastWave(value: unknown): Promise<void> {
    fleet.put('p', value);
    await fleet.drive('p');
    await fleet.minute();
    await fleet.minute();
    expect(fleet.open('p').Wave).toBe(2);
    for (const id of FAILING) fleet.rejecting.add(id);
  }
  const FAILING = inOrder('p', IDS).slice(5, 8);
  const sendAll = () => fleet.ports.queue.send('upkeep', IDS.map(recheckOf));

  test('and the messages of its last wave change no pool any more, also if an entry of the version is an old one', async () => {
    await fleet.roll('p', everyPool(toLogGroup('one'), toStream('one')));
    await lastWave(everyPool(toLogGroup('one'), toStream('two')));
    fleet.queue.splice(0, fleet.queue.length, ...FAILING.map(recheckOf));
    await fleet.work();
    await fleet.drive();
    expect(fleet.open('p')).toMatchObject({ Status: 'Halted', Failed: 3 });
    await sendAll();
    await fleet.work();
    expect(fleet.poolsWith('two')).toEqual([FIRST, SECOND].toSorted());
  });

  test('and does not continue the writes that Cognito throttled', async () => {
    await fleet.roll('p', ONE);
    await lastWave(TWO);
    for (const id of IDS) if (!FAILING.includes(id)) fleet.throttled.add(id);
    await fleet.work();
    await fleet.drive();
    expect(fleet.open('p')).toMatchObject({ Status: 'Halted', Failed: 3 });
    fleet.throttled.clear();
    await sendAll();
    await fleet.work();
    expect(fleet.poolsWith('two')).toEqual([FIRST, SECOND].toSorted());
  });

  test('only after the write: an intent is pending', async () => {
    fleet.put('p', ONE);
    await fleet.drive('p');
    const delivery = { ...fleet.ports.delivery, set: () => new Promise<never>(() => undefined) };
    void reconcilePool({ ...fleet.ports, delivery })(
      { userPoolId: FIRST, cause: { poolUpdated: false, recheck: false } },
      knownOf(fleet.ports, FIRST, undefined, undefined, await readPolicies(fleet.ports, ['p'], context)),
      context,
    );
    await setImmediate();
    expect(fleet.records.get(FIRST)?.Intent).toBeDefined();
    await fleet.drive();
    expect(fleet.open('p')).toMatchObject({ Wave: 0, Done: 0 });
  });

  test('if a pool does not deliver since the rollout started', async () => {
    const stream = everyPool(toStream('one'));
    fleet.put('p', stream);
    await fleet.drive('p');
    await fleet.minute();
    await fleet.work();
    const record = fleet.records.get(FIRST);
    if (record === undefined) throw new Error('no record');
    const Since = later(60).toISOString();
    fleet.records.set(FIRST, { ...record, Finding: { Problem: 'ThreatProtectionOff', Since } });
    await fleet.drive();
    expect(fleet.open('p').Stopped?.Reason).toContain('threat protection of the pool is off');
  });

  test('also if the rollout of another version since the settled one has the same problem', async () => {
    fleet.put('p', everyPool(toStream('one')));
    await fleet.drive('p');
    await fleet.minute();
    await fleet.work();
    const record = fleet.records.get(FIRST);
    if (record === undefined) throw new Error('no record');
    const Since = later(60).toISOString();
    fleet.records.set(FIRST, { ...record, Finding: { Problem: 'ThreatProtectionOff', Since } });
    fleet.advance(60);
    await fleet.drive();
    expect(fleet.open('p').Status).toBe('Halted');
    for (const stream of ['one', 'two']) {
      fleet.put('p', everyPool(toStream(stream)));
      await fleet.drive('p');
      await fleet.minute();
      expect(fleet.open('p')).toMatchObject({ Status: 'Halted', Wave: 0 });
    }
  });

  test('but not if the pool did not deliver before the rollout started', async () => {
    await fleet.roll('p', everyPool(toStream('one')));
    const record = fleet.records.get(FIRST);
    if (record === undefined) throw new Error('no record');
    fleet.records.set(FIRST, {
      ...record,
      Finding: { Problem: 'ThreatProtectionOff', Since: later(-60).toISOString() },
    });
    fleet.put('p', everyPool(toStream('two')));
    await fleet.drive('p');
    await fleet.minute();
    expect(fleet.open('p')).toMatchObject({ Status: 'Running', Wave: 1 });
  });

  test('if the destination does not exist', async () => {
    const arn = 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/two';
    fleet.missing.set(arn, 'LogGroupMissing');
    await fleet.roll('p', ONE);
    expect(await halt()).toContain(`LogGroupMissing: ${arn}`);
  });

  test('but not because of its destination if the check fails, or if the setting turns it off', async () => {
    const arn = 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/one';
    fleet.put('p', ONE);
    await fleet.drive('p');
    await fleet.work();
    await run({ destinations: { check: failing('DescribeLogGroups', 'Permission') } });
    expect(fleet.open('p')).toMatchObject({ Status: 'Running', Wave: 1 });
    await fleet.work();
    fleet.missing.set(arn, 'LogGroupMissing');
    await run({ settings: { ...settings, destinationChecks: false } });
    expect(fleet.open('p')).toMatchObject({ Status: 'Running', Wave: 2 });
  });

  test('if a pool is not done within the time limit of the wave', async () => {
    fleet.put('p', ONE);
    await fleet.drive('p');
    fleet.queue.splice(0);
    fleet.advance(14 * 60);
    await fleet.drive();
    expect(fleet.open('p').Status).toBe('Running');
    fleet.advance(2 * 60);
    await fleet.drive();
    expect(fleet.open('p')).toMatchObject({ Status: 'Halted', Failed: 1 });
    expect(fleet.open('p').Stopped?.Reason).toContain('did not finish the pool within the time limit');
  });

  test('only if more pools fail than the policy allows', async () => {
    for (const id of [FIRST, THIRD]) fleet.rejecting.add(id);
    fleet.put('p', { ...ONE, Rollout: { HaltAfter: { Pools: 2, Percent: 5 } } });
    await fleet.drive('p');
    await fleet.minute();
    await fleet.minute();
    expect(fleet.open('p')).toMatchObject({ Status: 'Running', Wave: 2, Failed: 1 });
    await fleet.minute();
    expect(fleet.open('p')).toMatchObject({ Status: 'Halted', Pools: 20, Failed: 2 });
  });

  test('and a rollout that completes reports the pools that failed in its last wave', async () => {
    fleet.rejecting.add(THIRD);
    fleet.put('p', { ...ONE, Rollout: { HaltAfter: { Pools: 2, Percent: 5 } } });
    await fleet.drive('p');
    await fleet.settle();
    expect(fleet.events.at(-1)).toMatchObject({
      detailType: 'Rollout Completed',
      detail: { pools: 20, failed: 1, failures: [{ userPoolId: THIRD }] },
    });
  });

  test('if a changed setting forbids the destination of the version', async () => {
    fleet.put('p', ONE);
    await fleet.drive('p');
    const allowedDestinations = ['arn:aws:s3:::audit-logs'];
    await run({ settings: { ...settings, allowedDestinations } });
    expect(fleet.open('p')).toMatchObject({
      Status: 'Halted',
      Stopped: { Reason: 'The policy is invalid now.' },
    });
  });

  test('and the metric is 0 once when the policy is deleted', async () => {
    fleet.rejecting.add(FIRST);
    await halt(ONE);
    expect(fleet.halted()).toBe(1);
    fleet.remove('p');
    await fleet.drive();
    expect(fleet.halted()).toBe(0);
    const values = fleet.recorded.values.get('RolloutsHalted')?.length;
    await fleet.drive();
    await fleet.drive();
    expect(fleet.recorded.values.get('RolloutsHalted')?.length).toBeLessThanOrEqual((values ?? 0) + 1);
  });
});

describe('a rollout that ends', () => {
  test('sends messages only to the pools that leave the policy', async () => {
    await fleet.roll('p', ofPools(FIRST, SECOND));
    fleet.put('p', ofPools(FIRST));
    await fleet.drive('p');
    await fleet.work();
    expect(fleet.outcomeOf(SECOND)).toBe('Applied');
    await fleet.drive();
    expect(fleet.rollout('p').Open).toBeUndefined();
    expect(fleet.sentTo()).toEqual([SECOND]);
    await fleet.work();
    expect(fleet.outcomeOf(SECOND)).toBe('Waiting');
    expect(fleet.records.get(SECOND)?.Status.Reasons.join(' ')).toContain('Left policy "p"');
  });

  test('by an edit back to the settled version restores the pools that have the new one, and no others', async () => {
    await fleet.roll('p', ONE);
    fleet.put('p', TWO);
    await fleet.drive('p');
    await fleet.minute();
    await fleet.work();
    expect(fleet.poolsWith('two')).toEqual([FIRST, SECOND].toSorted());
    fleet.put('p', { ...ONE, Description: 'as before' });
    await fleet.drive('p');
    expect(fleet.sentTo()).toEqual([FIRST, SECOND].toSorted());
    await fleet.work();
    expect(fleet.poolsWith('one')).toEqual(IDS);
    expect(fleet.rollout('p').Open).toBeUndefined();
    await fleet.minute();
    expect(fleet.rollout('p').Restore).toBeUndefined();
    expect(fleet.rolloutEvents()).toEqual(['Rollout Started']);
  });

  test('by another edit starts again from the settled version', async () => {
    await fleet.roll('p', ONE);
    fleet.put('p', TWO);
    await fleet.drive('p');
    await fleet.minute();
    await fleet.work();
    fleet.put('p', everyPool(toLogGroup('three')));
    await fleet.drive('p');
    expect(fleet.open('p')).toMatchObject({ Wave: 0, Status: 'Running' });
    expect(fleet.sentTo()).toEqual([FIRST, SECOND].toSorted());
    await fleet.work();
    expect(fleet.poolsWith('three')).toEqual([FIRST]);
    expect(fleet.poolsWith('two')).toEqual([]);
    expect(fleet.poolsWith('one')).toContain(SECOND);
    await fleet.settle();
    expect(fleet.poolsWith('three')).toEqual(IDS);
    expect(fleet.rolloutEvents()).toEqual(['Rollout Started', 'Rollout Started', 'Rollout Completed']);
  });

  test('by an edit of the description only continues', async () => {
    await fleet.roll('p', ONE);
    fleet.put('p', TWO);
    await fleet.drive('p');
    await fleet.minute();
    fleet.put('p', { ...TWO, Description: 'better' });
    await fleet.drive('p');
    expect(fleet.open('p').Version).toBe(3);
    expect(fleet.open('p').Wave).toBeGreaterThanOrEqual(1);
    expect(fleet.rolloutEvents()).toEqual(['Rollout Started']);
  });
});

describe('a deleted policy', () => {
  test('loses its pools and its rollout', async () => {
    await fleet.roll('p', ONE);
    fleet.put('p', TWO);
    await fleet.drive('p');
    await fleet.work();
    fleet.remove('p');
    await fleet.drive('p');
    expect(fleet.rollout('p').Open).toBeUndefined();
    expect(fleet.rollout('p').DeletedAt).toBeDefined();
    expect(fleet.sentTo()).toEqual(IDS);
    await fleet.work();
    expect(IDS.map(fleet.outcomeOf)).toEqual(IDS.map(() => 'Waiting'));
  });

  test('applies again without a gap if it is created again within the grace period', async () => {
    await fleet.roll('p', ONE);
    fleet.remove('p');
    await fleet.drive('p');
    await fleet.work();
    fleet.advance(300);
    fleet.put('p', ONE);
    await fleet.drive('p');
    expect(fleet.sentTo()).toEqual(IDS);
    await fleet.settle();
    expect(fleet.poolsWith('one')).toEqual(IDS);
    expect(new Set(IDS.map(fleet.outcomeOf))).toEqual(new Set(['InSync']));
    expect(fleet.rollout('p')).not.toHaveProperty('DeletedAt');
    expect(fleet.rolloutEvents()).toEqual([]);
  });

  test('is rolled out from the settled version if it is created again with another text within the grace period', async () => {
    await fleet.roll('p', ONE);
    fleet.remove('p');
    await fleet.drive('p');
    await fleet.work();
    fleet.advance(300);
    fleet.put('p', TWO);
    await fleet.drive('p');
    await fleet.work();
    expect(fleet.poolsWith('two')).toEqual([FIRST]);
    expect(fleet.outcomeOf(THIRD)).toBe('InSync');
    await fleet.settle();
    expect(fleet.poolsWith('two')).toEqual(IDS);
  });

  test('is a new policy if it is created again after the grace period', async () => {
    await fleet.roll('p', ONE);
    fleet.remove('p');
    await fleet.drive('p');
    await fleet.work();
    fleet.advance(700);
    fleet.put('p', ONE);
    await fleet.drive('p');
    expect(fleet.rollout('p')).not.toHaveProperty('Settled');
    expect(fleet.open('p').Wave).toBe(0);
    await fleet.settle();
    expect(fleet.rollout('p').Settled?.Text).toBe(JSON.stringify(ONE));
    expect(fleet.rolloutEvents()).toEqual(['Rollout Started', 'Rollout Completed']);
  });
});

describe('an invalid edit', () => {
  const INVALID = { ...TWO, Priority: 'high' };

  test('leaves the settled version in force', async () => {
    await fleet.roll('p', ONE);
    fleet.put('p', INVALID);
    await fleet.drive('p');
    expect(fleet.rollout('p').Open).toBeUndefined();
    fleet.onPools.set(THIRD, []);
    await fleet.ports.queue.send('upkeep', [{ Kind: 'Recheck', UserPoolId: THIRD }]);
    await fleet.work();
    expect(fleet.poolsWith('one')).toEqual(IDS);
    expect(fleet.events.map(({ detailType }) => detailType)).toEqual(['Policy Rejected']);
  });

  test('halts a rollout, and a valid edit starts it again', async () => {
    await fleet.roll('p', ONE);
    fleet.put('p', TWO);
    await fleet.drive('p');
    await fleet.work();
    fleet.put('p', INVALID);
    await fleet.drive('p');
    expect(fleet.open('p')).toMatchObject({
      Status: 'Halted',
      Stopped: { Reason: 'The policy is invalid now.' },
    });
    expect(fleet.poolsWith('two')).toEqual([FIRST]);
    expect(fleet.halted()).toBe(1);
    fleet.put('p', TWO);
    await fleet.drive('p');
    expect(fleet.open('p').Status).toBe('Running');
    expect(fleet.halted()).toBe(0);
    await fleet.settle();
    expect(fleet.poolsWith('two')).toEqual(IDS);
  });

  test('of a new policy reaches no pool, and starts no rollout', async () => {
    fleet.put('p', INVALID);
    await fleet.drive('p');
    expect(fleet.rollouts.stored.size).toBe(0);
    expect(fleet.queue).toEqual([]);
  });
});

describe('the commands of an operator', () => {
  const command = (action: 'resume' | 'abort') => commandRollout(fleet.ports, 'p', action);

  test('resume a halted rollout, whose failed pools do not count any more', async () => {
    fleet.rejecting.add(FIRST);
    fleet.put('p', ONE);
    await fleet.drive('p');
    await fleet.minute();
    expect(fleet.open('p').Status).toBe('Halted');
    await command('resume');
    await fleet.drive();
    expect(fleet.open('p')).toMatchObject({ Status: 'Running', Accepted: 1 });
    expect(fleet.halted()).toBe(0);
    await fleet.settle();
    expect(fleet.poolsWith('one')).toEqual(IDS.filter((id) => id !== FIRST));
    expect(fleet.rollout('p').Settled).toBeDefined();
    expect(fleet.rolloutEvents()).toEqual([
      'Rollout Started',
      'Rollout Halted',
      'Rollout Resumed',
      'Rollout Completed',
    ]);
  });

  test('resume a rollout that halted because of pools that are repaired by then', async () => {
    fleet.rejecting.add(FIRST);
    fleet.put('p', ONE);
    await fleet.drive('p');
    await fleet.minute();
    fleet.rejecting.clear();
    fleet.advance(3600);
    await command('resume');
    await fleet.drive();
    expect(fleet.sentTo()).toContain(FIRST);
  });

  test('resume a rollout after its time limit, which then halts if the same pools are rejected', async () => {
    await fleet.roll('p', ONE);
    fleet.put('p', { ...TWO, ...AT_ONCE });
    await fleet.drive('p');
    fleet.queue.splice(0);
    fleet.advance(16 * 60);
    await fleet.drive();
    expect(fleet.open('p')).toMatchObject({ Status: 'Halted', Failed: 20 });
    for (const id of IDS) fleet.rejecting.add(id);
    await commandRollout(fleet.ports, 'p', 'resume');
    await fleet.drive();
    await fleet.minute();
    expect(fleet.open('p')).toMatchObject({ Status: 'Halted', Failed: 20, Accepted: 0 });
  });

  test('abort the rollout of an edited policy, so that the settled version applies to all pools', async () => {
    await fleet.roll('p', ONE);
    fleet.put('p', TWO);
    await fleet.drive('p');
    await fleet.minute();
    await fleet.work();
    await command('abort');
    await fleet.drive();
    expect(fleet.sentTo()).toEqual([FIRST, SECOND].toSorted());
    await fleet.settle();
    expect(fleet.poolsWith('one')).toEqual(IDS);
    expect(fleet.open('p').Status).toBe('Aborted');
    expect(fleet.rolloutEvents()).toEqual(['Rollout Started', 'Rollout Aborted']);
    const listings = fleet.calls.listings;
    await fleet.settle();
    expect(fleet.calls.listings).toBe(listings);
    fleet.put('p', TWO);
    await fleet.drive('p');
    await fleet.settle();
    expect(fleet.poolsWith('two')).toEqual(IDS);
  });

  test('abort the rollout of a new policy, whose pools leave it as if it were deleted', async () => {
    fleet.put('p', ONE);
    await fleet.drive('p');
    await fleet.work();
    await command('abort');
    await fleet.drive();
    expect(fleet.sentTo()).toEqual([FIRST]);
    await fleet.work();
    expect(fleet.outcomeOf(FIRST)).toBe('Waiting');
    expect(fleet.poolsWith('one')).toEqual([FIRST]);
  });
});

describe('two invocations at the same time', () => {
  test('start one rollout, and send each message at most twice', async () => {
    fleet.put('p', ONE);
    await Promise.all([fleet.drive('p'), fleet.drive('p'), fleet.drive()]);
    expect(fleet.rolloutEvents()).toEqual(['Rollout Started']);
    expect(new Set(fleet.sentTo())).toEqual(new Set([FIRST]));
    await fleet.settle();
    expect(fleet.poolsWith('one')).toEqual(IDS);
    expect(fleet.rolloutEvents()).toEqual(['Rollout Started', 'Rollout Completed']);
  });

  test('begin each wave once', async () => {
    fleet.put('p', ONE);
    await fleet.drive('p');
    for (let minute = 0; minute < 10; minute++) {
      await fleet.work();
      fleet.advance(60);
      await Promise.all([fleet.drive(), fleet.drive()]);
    }
    expect(fleet.poolsWith('one')).toEqual(IDS);
    expect(fleet.rolloutEvents()).toEqual(['Rollout Started', 'Rollout Completed']);
  });

  test('continue with the rollout that the other one stored', async () => {
    fleet.put('p', ONE);
    let isFirst = true;
    const { rollouts } = fleet;
    const write: RolloutPorts['rollouts']['write'] = async (next) => {
      if (isFirst) {
        isFirst = false;
        await fleet.drive('p');
      }
      return rollouts.write(next);
    };
    await run({ rollouts: { read: rollouts.read, write } }, 'p');
    expect(fleet.rolloutEvents()).toEqual(['Rollout Started']);
    expect(fleet.open('p')).toMatchObject({ Wave: 0, Sent: true });
  });
});

describe('the schedule', () => {
  test('lists nothing and reads no parameter if no rollout is open', async () => {
    await fleet.drive();
    expect(fleet.calls).toEqual({ listings: 0, reads: 0 });
    await fleet.roll('p', ONE);
    await fleet.roll('q', { ...ofPools(FIRST), Priority: 200 });
    const before = { ...fleet.calls };
    await fleet.drive();
    expect(fleet.calls).toEqual(before);
  });

  test('starts the rollout of an edit whose event was lost only while another one is open', async () => {
    await fleet.roll('p', ONE);
    fleet.put('p', TWO);
    await fleet.drive();
    expect(fleet.rollout('p').Open).toBeUndefined();
    fleet.put('q', { ...ofPools(FIRST), Priority: 200 });
    await fleet.drive('q');
    expect(fleet.open('p').Threshold).toBeLessThan(MAX_RANK);
  });

  test('drives the rollouts of two policies at the same time', async () => {
    fleet.put('p', ONE);
    fleet.put('q', everyPool(toStream('q')));
    await fleet.drive('p', 'q');
    await fleet.settle();
    expect(fleet.poolsWith('one')).toEqual(IDS);
    expect(fleet.poolsWith('deliverystream/q')).toEqual(IDS);
  });
});

describe('while the service is frozen', () => {
  const WAVES = { ...ONE, Rollout: { Waves: [1, '100%'] } };
  /** Twice the time limit of a small wave. */
  const LONG_SECONDS = 2_000;

  test('an edit starts no rollout, and the sweep after the freeze must notice it', async () => {
    fleet.put('p', WAVES);
    fleet.freeze();
    expect(await fleet.drive('p')).toEqual({ sent: 0 });
    expect(fleet.rollouts.stored.size).toBe(0);
    expect(fleet.names).toEqual(new Set(['p']));
    expect((await fleet.ports.freeze.read()).recorded).toBeDefined();
  });

  test('no wave begins or ends, and the time of the wave begins again after the freeze', async () => {
    fleet.put('p', WAVES);
    await fleet.drive('p');
    expect(fleet.sentTo()).toEqual([FIRST]);
    fleet.freeze();
    await fleet.work();
    for (let minute = 0; minute < 3; minute++) {
      fleet.advance(LONG_SECONDS / 3);
      await fleet.drive();
      expect(fleet.sentTo()).toEqual([]);
      expect(fleet.open('p')).toMatchObject({ Status: 'Running', Wave: 0, Failed: 0 });
    }
    fleet.unfreeze();
    await fleet.drive();
    expect(fleet.open('p')).toMatchObject({ Status: 'Running', Wave: 0, Failed: 0 });
    expect(fleet.open('p').FrozenAt).toBeUndefined();
    // The worker has dropped the message of the wave.
    expect(fleet.sentTo()).toEqual([FIRST]);
    await fleet.settle();
    expect(fleet.poolsWith('one')).toEqual([...IDS].toSorted());
  });

  test('a freeze during the look at the fleet stops the next wave', async () => {
    fleet.put('p', WAVES);
    await fleet.drive('p');
    await fleet.work();
    const pools = {
      pages: (...given: Parameters<RolloutPorts['pools']['pages']>) => {
        fleet.freeze();
        return fleet.ports.pools.pages(...given);
      },
    };
    fleet.advance(60);
    expect(await run({ pools })).toEqual({ sent: 0 });
    expect(fleet.open('p').Wave).toBe(0);
  });

  test('a policy that was deleted before the freeze and restored during it is not rolled out again', async () => {
    await fleet.roll('p', WAVES);
    fleet.remove('p');
    await fleet.drive('p');
    fleet.advance(60);
    fleet.freeze();
    await fleet.drive('p');
    fleet.advance(2 * settings.clearGraceSeconds);
    fleet.put('p', WAVES);
    await fleet.drive('p');
    fleet.unfreeze();
    await fleet.drive('p');
    expect(fleet.rollout('p')).toMatchObject({ Settled: {} });
    expect(fleet.rollout('p')).not.toHaveProperty('Open');
    expect(fleet.rollout('p')).not.toHaveProperty('DeletedAt');
  });

  test('the time limit of a wave begins when the service has caught up with the fleet', async () => {
    fleet.freeze();
    fleet.put('p', WAVES);
    await fleet.drive('p');
    fleet.unfreeze();
    // The sweep after the freeze notices the policy. The messages for the fleet are before those of the wave.
    const { recorded } = await fleet.ports.freeze.read();
    const until = fleet.ports.clock.now().getTime() + 3_600_000;
    if (recorded) await fleet.ports.freeze.end(recorded, new Date(until).toISOString());
    await fleet.drive('p');
    const [message] = fleet.queue.splice(0);
    fleet.advance(4_000);
    await fleet.drive();
    expect(fleet.open('p')).toMatchObject({ Status: 'Running', Wave: 0, Failed: 0 });
    expect(message).toEqual(recheckOf(FIRST));
    fleet.queue.splice(0);
    fleet.advance(1_000);
    await fleet.drive();
    expect(fleet.open('p')).toMatchObject({ Status: 'Halted', Failed: 1 });
  });

  test('an operator can abort a rollout, and no pool changes before the freeze ends', async () => {
    await fleet.roll('p', ONE);
    fleet.put('p', { ...TWO, Rollout: { Waves: [1, '100%'] } });
    await fleet.drive('p');
    await fleet.work();
    fleet.freeze();
    expect((await commandRollout(fleet.ports, 'p', 'abort')).kind).toBe('Stored');
    await fleet.drive();
    expect(fleet.poolsWith('two')).toEqual([FIRST]);
    fleet.unfreeze();
    await fleet.settle();
    expect(fleet.poolsWith('two')).toEqual([]);
  });

  test('a halted rollout stays reported', async () => {
    fleet.rejecting.add(FIRST);
    fleet.put('p', WAVES);
    await fleet.drive('p');
    await fleet.settle();
    fleet.freeze();
    const before = fleet.recorded.values.get('RolloutsHalted')?.length ?? 0;
    await fleet.drive();
    expect(fleet.recorded.values.get('RolloutsHalted')?.slice(before)).toEqual([1]);
  });
});
