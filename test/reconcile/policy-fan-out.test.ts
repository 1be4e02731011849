import type { StoredParameter } from '../../lib/domain/desired.ts';
import type { OwnMessage } from '../../lib/domain/message/own-message.ts';
import { fleetPolicies } from '../../lib/reconcile/fleet-policies.ts';
import { type FanOutPorts, fanOutPolicies } from '../../lib/reconcile/policy-fan-out.ts';
import { policyNamesFor, selectByFacts, writeByFacts } from '../../lib/reconcile/policy-inputs.ts';
import type { RecordSummary } from '../../lib/reconcile/ports.ts';
import { failing, notCalled } from '../support/failing-ports.ts';
import { broken, ownedBy, parsed } from '../support/policies.ts';
import { recordingPublisher } from '../support/recording-publisher.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { applied, NOON, settings, toLogGroup, toStream } from '../support/situation.ts';

const context = { priority: 'upkeep', deadline: Number.MAX_SAFE_INTEGER } as const;
const [ONE, TWO, THREE] = ['eu-west-1_one', 'eu-west-1_two', 'eu-west-1_three'] as const;

const stored = (name: string, value: unknown): StoredParameter => ({
  name: `${settings.prefix}/policies/${name}`,
  type: 'String',
  value: JSON.stringify(value),
});
const policyOf = (...Ids: readonly string[]) => ({ Select: { Ids }, LogConfigurations: [toLogGroup()] });

/** A fleet of three pools. `texts` are the policies in Parameter Store; a test changes what the listing shows of them. */
function fleet(texts: Map<string, unknown> = new Map(), over: Partial<FanOutPorts> = {}) {
  const known = new Set<string>();
  const sent: OwnMessage[] = [];
  const waits: number[] = [];
  const all = () => new Map([...texts].map(([name, value]) => [name, stored(name, value)]));
  async function* once<T>(page: T): AsyncIterable<T> {
    yield page;
  }
  const { telemetry } = recordingTelemetry();
  const ports: FanOutPorts = {
    settings,
    telemetry,
    clock: {
      now: () => NOON,
      async sleep(ms) {
        waits.push(ms);
      },
    },
    policyNames: {
      read: async () => [...known].toSorted(),
      async add(names) {
        for (const name of names) known.add(name);
      },
      async remove(names) {
        for (const name of names) known.delete(name);
      },
    },
    reportedPolicies: { read: async () => [], add: async () => undefined, remove: async () => undefined },
    publisher: recordingPublisher().publisher,
    desired: {
      readPolicies: async (names) => new Map([...all()].filter(([name]) => names.includes(name))),
    },
    taggedPools: { list: async () => new Map() },
    parameters: {
      pages: () =>
        once({ userPoolIds: [], inheriting: new Map(), policies: all(), ignored: 0, misnamedPolicies: [] }),
    },
    records: { pages: () => once<readonly RecordSummary[]>([]) },
    pools: {
      pages: () => once([ONE, TWO, THREE].map((id) => ({ id, name: 'shop', replicaRegions: [] }))),
    },
    queue: {
      async send(_, messages) {
        sent.push(...messages);
      },
    },
    ...over,
  };
  return { ports, known, sent, waits, texts, once };
}
const recheckOf = (UserPoolId: string) => ({ Kind: 'Recheck', UserPoolId });

describe('an edited policy', () => {
  test('sends one message to each pool that it selects', async () => {
    const { ports, sent, known, waits } = fleet(new Map([['p', policyOf(ONE, TWO)]]));
    expect(await fanOutPolicies(ports)({ names: ['p'] }, context)).toEqual({ sent: 2 });
    expect(sent).toEqual([recheckOf(ONE), recheckOf(TWO)]);
    expect(known).toEqual(new Set(['p']));
    expect(waits).toEqual([15_000]);
  });

  test('sends a message to each pool that it owned, also if it was deleted', async () => {
    const { Status, Repairs, DriftCount } = applied();
    const owner = ownedBy({ Name: 'p' });
    const record = applied({
      UserPoolId: THREE,
      Sources: { userNotification: { Status, Repairs, DriftCount, Owner: owner } },
    });
    const { ports, sent, known, once } = fleet();
    const records = { pages: () => once<readonly RecordSummary[]>([record]) };
    await fanOutPolicies({ ...ports, records })({ names: ['p'] }, context);
    expect(sent).toEqual([recheckOf(THREE)]);
    expect(known).toEqual(new Set());
  });

  test('sends no message to the pools of other policies', async () => {
    const { ports, sent } = fleet(
      new Map([
        ['p', policyOf(ONE)],
        ['q', policyOf(TWO)],
      ]),
    );
    await fanOutPolicies(ports)({ names: ['p'] }, context);
    expect(sent).toEqual([recheckOf(ONE)]);
  });

  test('sends a message to the pools of which no listing shows whether it selects them', async () => {
    const byTier = { Select: { Tiers: ['PLUS'] }, LogConfigurations: [toLogGroup()] };
    const { ports, sent } = fleet(new Map([['p', byTier]]));
    await fanOutPolicies(ports)({ names: ['p'] }, context);
    expect(sent).toHaveLength(3);
  });

  test('is known to the workers before they get a message', async () => {
    const { ports, known } = fleet(new Map([['p', policyOf(ONE)]]));
    const atSend: unknown[] = [];
    const queue = {
      async send() {
        atSend.push([...known]);
      },
    };
    await fanOutPolicies({ ...ports, queue })({ names: ['p'] }, context);
    expect(atSend).toEqual([['p']]);
  });
});

describe('a read that lags behind the edit', () => {
  test('is found by the second read, which sends the messages again', async () => {
    const { ports, sent, texts, known } = fleet();
    const sleep = async () => void texts.set('p', policyOf(TWO));
    expect(
      await fanOutPolicies({ ...ports, clock: { now: () => NOON, sleep } })({ names: ['p'] }, context),
    ).toEqual({
      sent: 1,
    });
    expect(sent).toEqual([recheckOf(TWO)]);
    expect(known).toEqual(new Set(['p']));
  });

  test('sends both sets of messages if the first read showed an older edit', async () => {
    const { ports, sent, texts } = fleet(new Map([['p', policyOf(ONE)]]));
    const sleep = async () => void texts.set('p', policyOf(TWO));
    expect(
      await fanOutPolicies({ ...ports, clock: { now: () => NOON, sleep } })({ names: ['p'] }, context),
    ).toEqual({
      sent: 2,
    });
    expect(sent).toEqual([recheckOf(ONE), recheckOf(TWO)]);
  });

  test('of another policy sends nothing again', async () => {
    const { ports, sent, texts } = fleet(new Map([['p', policyOf(ONE)]]));
    const sleep = async () => void texts.set('q', policyOf(TWO));
    await fanOutPolicies({ ...ports, clock: { now: () => NOON, sleep } })({ names: ['p'] }, context);
    expect(sent).toHaveLength(1);
  });

  test('waits for at most 30 seconds', async () => {
    const { ports, waits } = fleet();
    const slow = { ...settings, recheckDelaySeconds: 900 };
    await fanOutPolicies({ ...ports, settings: slow })({ names: ['p'] }, context);
    expect(waits).toEqual([30_000]);
  });
});

test('a run fails if a listing or the queue does, so that it is repeated', async () => {
  const { ports } = fleet(new Map([['p', policyOf(ONE)]]));
  const queue = { send: failing('SendMessageBatch', 'Transient') };
  await expect(fanOutPolicies({ ...ports, queue })({ names: ['p'] }, context)).rejects.toThrow();
  const desired = { readPolicies: failing('GetParameters', 'Throttled') };
  await expect(fanOutPolicies({ ...ports, desired })({ names: ['p'] }, context)).rejects.toThrow();
});

describe('the names of the policies', () => {
  const listed = (...names: readonly string[]) =>
    new Map(names.map((name) => [name, stored(name, policyOf(ONE))]));

  test('get those that are listed', async () => {
    const { ports, known } = fleet();
    const policies = await fleetPolicies(ports, listed('p', 'q'), context);
    expect(policies.map(({ name }) => name)).toEqual(['p', 'q']);
    expect(known).toEqual(new Set(['p', 'q']));
  });

  test('keep one that is not listed, but can be read: it was created after the listing', async () => {
    const { ports, known } = fleet(new Map([['new', policyOf(ONE)]]));
    await ports.policyNames.add(['new']);
    const policies = await fleetPolicies(ports, listed('p'), context);
    expect(policies.map(({ name }) => name)).toEqual(['p', 'new']);
    expect(known).toEqual(new Set(['new', 'p']));
  });

  test('lose one only if its parameter does not exist', async () => {
    const { ports, known } = fleet();
    await ports.policyNames.add(['gone', 'p']);
    await fleetPolicies(ports, listed('p'), context);
    expect(known).toEqual(new Set(['p']));
  });

  test('are not read one by one if all of them are listed, and keep all of them if the read fails', async () => {
    const { ports, known } = fleet();
    await ports.policyNames.add(['p']);
    await fleetPolicies({ ...ports, desired: { readPolicies: notCalled } }, listed('p'), context);
    const desired = { readPolicies: failing('GetParameters', 'Transient') };
    await expect(fleetPolicies({ ...ports, desired }, listed(), context)).rejects.toThrow();
    expect(known).toEqual(new Set(['p']));
  });

  test('of a worker contain the owners in its records too', () => {
    const { Status, Repairs, DriftCount } = applied();
    const source = (Name: string) => ({ Status, Repairs, DriftCount, Owner: ownedBy({ Name }) });
    const record = applied({ Sources: { userAuthEvents: source('z'), userNotification: source('a') } });
    expect(policyNamesFor(['m', 'a'], [record, undefined, applied()])).toEqual(['a', 'm', 'z']);
    expect(policyNamesFor([], [applied(), undefined])).toEqual([]);
  });
});

describe('the facts of a pool', () => {
  test.each([
    [{ Select: { Names: ['a'] }, LogConfigurations: [toLogGroup()] }, true, true],
    [{ Select: { Exclude: { Tags: { env: ['a'] } } }, LogConfigurations: [toLogGroup()] }, true, true],
    [{ Select: { Tiers: ['PLUS' as const] }, LogConfigurations: [toLogGroup()] }, true, true],
    [{ LogConfigurations: [toLogGroup('<userPoolName>')] }, true, true],
    [{ LogConfigurations: [toStream()] }, false, true],
    [{ Select: { Ids: [ONE] }, LogConfigurations: [toLogGroup()] }, false, false],
  ])('%j selects by them: %j, writes by them: %j', (over, selects, writes) => {
    expect(selectByFacts([parsed(), parsed(over)])).toBe(selects);
    expect(selectByFacts([parsed(over)])).toBe(selects);
    expect(writeByFacts([parsed(over)])).toBe(writes);
  });

  test('decide which invalid policies select a pool, as far as they can be read', () => {
    expect(selectByFacts([broken({ Select: { Names: ['a'] } })])).toBe(true);
    expect(writeByFacts([broken({ Select: { Names: ['a'] } })])).toBe(true);
    expect(selectByFacts([broken({ Select: { Names: ['a'] } }, false)])).toBe(false);
    expect(writeByFacts([broken()])).toBe(false);
    expect(selectByFacts([])).toBe(false);
  });
});
