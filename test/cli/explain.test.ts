import pc from 'picocolors';
import { explainSources } from '../../cli/commands/explain/explanation.ts';
import { explanationText } from '../../cli/commands/explain/render.ts';
import type { Desired } from '../../lib/domain/desired.ts';
import { parsePolicyValue } from '../../lib/domain/policy/parse.ts';
import type { ParsedPolicy, PoolFacts } from '../../lib/domain/policy/policy.ts';
import { blankRecord, type PoolRecord } from '../../lib/domain/record.ts';
import { ACCOUNT, POOL, settings, toLogGroup, toStream } from '../support/situation.ts';
import { widest } from './support/golden.ts';

const NOW = new Date('2026-11-27T12:00:00Z');
const home = { account: ACCOUNT, region: 'eu-west-1' };
const plain = { colors: pc.createColors(false), width: undefined };
const plus: PoolFacts = { name: 'shop', tags: { env: 'prod' }, tier: 'PLUS' };

const policy = (name: string, content: object): ParsedPolicy => {
  const parsed = parsePolicyValue({ Select: {}, ...content }, name, settings);
  if (parsed.kind === 'Invalid' && name !== 'broken') throw new Error(JSON.stringify(parsed.issues));
  return parsed;
};
const prod = policy('prod', { Precedence: 'Mandatory', Priority: 10, LogConfigurations: [toStream()] });
const all = policy('all', { LogConfigurations: [toLogGroup('all-<userPoolName>'), toStream('other')] });
const absent: Desired = { kind: 'Absent' };
const own = (...LogConfigurations: ReturnType<typeof toLogGroup>[]): Desired => ({
  kind: 'Valid',
  state: { LogConfigurations, Mode: 'Enforce', OnDelete: 'Retain' },
  warnings: [],
});

function explain(over: Partial<Parameters<typeof explainSources>[0]> = {}) {
  const inputs = {
    userPoolId: POOL,
    desired: absent,
    policies: [prod, all],
    facts: plus,
    recorded: undefined,
    observed: [],
    settings,
    ...over,
  };
  const sources = explainSources(inputs);
  const facts = inputs.facts ? { ...inputs.facts, tier: inputs.facts.tier ?? null } : null;
  const shown = { userPoolId: POOL, userPoolName: 'shop', facts, policies: inputs.policies.length, sources };
  return { sources, text: explanationText(shown, home, NOW, plain) };
}

const recordedBy = (name: string, over: object = {}): PoolRecord => ({
  ...blankRecord(POOL, NOW),
  Status: { Outcome: 'Waiting', Reasons: [], Since: '2026-11-27T11:00:00Z' },
  Sources: {
    userNotification: {
      Status: { Outcome: 'Waiting', Reasons: ['Left policy "old".'], Since: '2026-11-27T11:00:00Z' },
      Repairs: [],
      DriftCount: 0,
      Owner: { Kind: 'Policy', Name: name, Precedence: 'Default', Priority: 5 },
      ...over,
    },
  },
});

test('shows the owner of each event source, and why the other layers do not own it', () => {
  expect(explain().text).toBe(`shop (${POOL})
    Tier: PLUS
    Tags: env=prod
    Policies: 2

userNotification
    Owner: policy "all" (Default, priority 100)
    Applies: /aws/vendedlogs/all-shop, level ERROR; Mode Enforce, OnDelete Retain
    Last result: not processed yet.

userAuthEvents
    Owner: policy "prod" (Mandatory, priority 10)
    Applies: firehose:one, level INFO; Mode Enforce, OnDelete Retain
    Not policy "all" (Default, priority 100): policy "prod" is mandatory.
    Last result: not processed yet.`);
});

test('wraps at the width of the terminal', () => {
  const twin = policy('a-policy-with-quite-a-long-name', { LogConfigurations: [toLogGroup('twin')] });
  const { sources } = explain({ policies: [all, twin] });
  const shown = { userPoolId: POOL, userPoolName: 'shop', facts: null, policies: 2, sources };
  for (const width of [80, 120]) {
    const text = explanationText(shown, home, NOW, { ...plain, width });
    expect(text).toContain('have the same');
    expect(widest(text)).toBeLessThanOrEqual(width);
  }
});

test('shows that the parameter owns both event sources, also one without an entry, and goes before default policies', () => {
  const { text, sources } = explain({ desired: own(toLogGroup('own')), policies: [all] });
  expect(sources.map(({ owner, entry }) => [owner, entry])).toEqual([
    [{ kind: 'Parameter' }, toLogGroup('own')],
    [{ kind: 'Parameter' }, null],
  ]);
  expect(text).toContain(
    'Not policy "all" (Default, priority 100): the pool\'s own parameter goes before default policies.',
  );
  expect(text).toContain('Applies: no log delivery; Mode Enforce');
});

test('shows that nothing owns an event source, and what is on the pool', () => {
  const { text, sources } = explain({ policies: [], observed: [toLogGroup('theirs')] });
  expect(sources.map(({ state }) => state)).toEqual(['Free', 'Free']);
  expect(text).toContain('Policies: none. Only the parameter of the pool applies.');
  expect(text).toContain('Owner: none. The service leaves this event source unchanged.');
  expect(text).toContain('On the pool: /aws/vendedlogs/theirs, level ERROR.');
});

test('shows an event source that the tier of the pool cannot have as uncovered', () => {
  const { text, sources } = explain({ facts: { ...plus, tier: 'LITE' }, policies: [prod] });
  expect(sources[1]?.others).toEqual([expect.objectContaining({ isUncovered: true })]);
  expect(text).toContain('Uncovered by policy "prod" (Mandatory, priority 10): not applicable: tier LITE');
});

test('shows a conflict of two policies and an invalid policy as rejected', () => {
  const twin = policy('twin', { LogConfigurations: [toLogGroup('twin')] });
  expect(explain({ policies: [all, twin] }).text).toContain(
    'policy "all" and policy "twin" have the same precedence and priority, and disagree.',
  );
  const broken = policy('broken', { LogConfigurations: [{ ...toLogGroup('a'), LogLevel: 'NONE' }] });
  const { sources } = explain({ policies: [broken] });
  expect(sources[0]).toMatchObject({ state: 'Rejected', owner: { kind: 'Policy', name: 'broken' } });
  expect(sources[0]?.reasons.join()).toContain('LogLevel');
});

test('previews a policy in mode Observe: what it would change, or why it would not apply', () => {
  const preview = policy('next', { Mode: 'Observe', Priority: 5, LogConfigurations: [toLogGroup('next')] });
  const applied = explain({ policies: [preview, all], observed: [toLogGroup('all-shop')] });
  expect(applied.sources[0]).toMatchObject({
    owner: { name: 'all' },
    previews: [{ wouldOwn: true, differences: [expect.objectContaining({ path: expect.any(String) })] }],
  });
  expect(applied.text).toContain(
    'Preview of policy "next" (Default, priority 5): in mode Enforce, it would own this event source and change:',
  );
  const beaten = explain({ policies: [preview], desired: own() });
  expect(beaten.sources[0]?.previews).toMatchObject([
    { wouldOwn: false, reasons: ["the pool's own parameter goes before default policies"] },
  ]);
});

test('previews a conflict with a policy of equal precedence and priority', () => {
  const preview = policy('next', { Mode: 'Observe', LogConfigurations: [toLogGroup('next')] });
  expect(explain({ policies: [preview, all] }).sources[0]?.previews).toMatchObject([
    { wouldOwn: false, reasons: [expect.stringContaining('and disagree')] },
  ]);
});

test('shows the recorded state as it differs: another owner, and a grace period', () => {
  const { text, sources } = explain({
    policies: [all],
    recorded: recordedBy('old', { DeletedAt: '2026-11-27T11:00:00Z' }),
  });
  expect(sources[0]?.recorded).toMatchObject({ owner: { name: 'old' }, isWaiting: true });
  expect(text).toContain(
    'Last result for policy "old" (Default, priority 5): Waiting, 1h ago. Left policy "old".',
  );
  expect(text).toContain('The owner above takes over after the grace period.');
});

test('does not show a recorded state in sync with the same owner', () => {
  const recorded = recordedBy('all', {
    Owner: { Kind: 'Policy', Name: 'all', Precedence: 'Default', Priority: 100 },
    Status: { Outcome: 'InSync', Reasons: [], Since: '2026-11-27T11:00:00Z' },
  });
  expect(explain({ policies: [all], recorded }).text).not.toContain('Last result for');
});

test('a policy whose facts are not known says so', () => {
  const byTag = policy('tagged', {
    Select: { Tags: { env: ['prod'] } },
    LogConfigurations: [toLogGroup('a')],
  });
  const { sources } = explain({ policies: [byTag], facts: undefined });
  expect(sources[0]?.others).toEqual([expect.objectContaining({ isUnknown: true })]);
});
