import { groupProblems, type ProblemPool, problemTitle } from '../../html/problem-groups.ts';
import { DESTINATION_PROBLEMS, POOL_PROBLEMS } from '../../lib/domain/finding.ts';
import { HOME } from './sample-pools.ts';

const LEGACY = 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/legacy';
const pool = (id: string, over: Partial<ProblemPool> = {}): ProblemPool => ({
  id,
  outcome: 'InSync',
  reasons: [],
  findings: [],
  ...over,
});
const gone = (id: string) => pool(id, { findings: [{ problem: 'LogGroupMissing', destination: LEGACY }] });
const titles = (pools: readonly ProblemPool[]) =>
  groupProblems(pools, HOME).map(({ title, pools: { length } }) => `${title}: ${length}`);

test('pools with the same missing log group are one problem', () => {
  const pools = Array.from({ length: 37 }, (_, at) => gone(`p${at}`));
  expect(groupProblems([...pools, pool('ok')], HOME)).toEqual([
    {
      key: 'log-group-aws-vendedlogs-legacy-does-not-exist',
      title: 'Log group /aws/vendedlogs/legacy does not exist',
      details: [LEGACY],
      pools: pools.map(({ id }) => id),
    },
  ]);
});

test('the most urgent kind comes first, then the cause with the most pools', () => {
  const failed = { kind: 'Failed', reason: 'AccessDenied' };
  expect(
    titles([
      pool('a', { outcome: 'Rejected', reasons: ['Mode: found "on". Expected "Enforce".'] }),
      gone('b'),
      pool('c', { findings: [{ problem: 'TierTooLow' }] }),
      gone('d'),
      pool('e', { live: { kind: 'Differs' } }),
      pool('f', { live: failed }),
      pool('g', { outcome: 'Waiting', reasons: ['Parameter deleted.'] }),
    ]),
  ).toEqual([
    'Could not be read: AccessDenied: 1',
    'The pool does not have the desired configuration now: 1',
    'Log group /aws/vendedlogs/legacy does not exist: 2',
    'The tier of the pool is below PLUS: 1',
    'Rejected: Mode: expected "Enforce": 1',
    'Waiting: Parameter deleted: 1',
  ]);
});

test('pools with the same error in different values have the same cause', () => {
  const reasons = (found: string) => [`LogConfigurations[0].LogLevel: found ${found}. Expected "ERROR".`];
  expect(
    titles(
      ['"INFO"', '"WARN. found"', 'null'].map((found, at) =>
        pool(`p${at}`, { outcome: 'Rejected', reasons: reasons(found) }),
      ),
    ),
  ).toEqual(['Rejected: LogConfigurations[0].LogLevel: expected "ERROR": 3']);
});

test('the other writer of contested pools is named once', () => {
  const otherWriter = 'arn:aws:sts::123456789012:assumed-role/Terraform/apply';
  const contested = ['a', 'b'].map((id) => pool(id, { outcome: 'Contested', reasons: [id], otherWriter }));
  expect(titles([...contested, pool('c', { outcome: 'Contested' })])).toEqual([
    'assumed-role/Terraform/apply keeps changing the pool: 2',
    'Another writer keeps changing the pool: 1',
  ]);
});

test('a pool with two missing destinations is in both groups, and counts once in each', () => {
  const other = LEGACY.replace('legacy', 'other');
  const both = [LEGACY, LEGACY, other].map((destination) => ({ problem: 'LogGroupMissing', destination }));
  expect(titles([pool('a', { findings: both })])).toEqual([
    'Log group /aws/vendedlogs/legacy does not exist: 1',
    'Log group /aws/vendedlogs/other does not exist: 1',
  ]);
});

test('an expected state is not a problem: unmanaged, released, cleared, and in sync again in observe mode', () => {
  const expected = ['', 'Unmanaged', 'Released', 'Cleared', 'InSync', 'Applied', 'Repaired'].map((outcome) =>
    pool(outcome, { outcome, live: { kind: 'Same' } }),
  );
  expect(titles([...expected, pool('o', { outcome: 'OutOfSync', live: { kind: 'Same' } })])).toEqual([]);
  expect(titles([pool('r', { outcome: 'Released', live: { kind: 'PoolNotFound' } })])).toEqual([]);
});

test('two causes with the same letters and digits have different keys', () => {
  const reason = (text: string) => pool(text, { outcome: 'Rejected', reasons: [text] });
  const keys = groupProblems([reason('a b'), reason('a-b'), reason('§')], HOME).map(({ key }) => key);
  expect(keys).toEqual(['rejected-a-b', 'rejected-a-b-2', 'rejected']);
});

test('every problem that the service can find has a title of its own', () => {
  for (const problem of [...DESTINATION_PROBLEMS, ...POOL_PROBLEMS])
    expect(problemTitle(problem, LEGACY, HOME)).not.toContain(problem);
  expect(problemTitle('Invented', LEGACY, HOME)).toBe('Invented: Log group /aws/vendedlogs/legacy');
});

test('pools whose sign-in logs do not arrive are one problem for each destination', () => {
  const arn = 'arn:aws:firehose:eu-west-1:123456789012:deliverystream/sign-ins';
  const pools = [
    pool('a', { silentDestination: arn }),
    pool('b', { silentDestination: arn }),
    pool('c', { silentDestination: LEGACY }),
  ];
  expect(groupProblems(pools, HOME)).toMatchObject([
    { title: 'Sign-in logs do not arrive at Stream sign-ins', details: [arn], pools: ['a', 'b'] },
    { title: 'Sign-in logs do not arrive at Log group /aws/vendedlogs/legacy', pools: ['c'] },
  ]);
});
