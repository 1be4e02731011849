import fc from 'fast-check';
import { destinationArns, poolProblem } from '../../lib/domain/finding.ts';
import { hash, isProtectionDue } from '../../lib/domain/sampling.ts';
import { applied, event, POOL, sweepOf, toLogGroup, toStream } from '../support/situation.ts';

test('each entry’s destination is told', () => {
  const bucket = { EventSource: 'userAuthEvents', LogLevel: 'INFO', S3Configuration: { BucketArn: 'b' } };
  expect(destinationArns([toLogGroup(), toStream(), bucket])).toEqual([
    toLogGroup().CloudWatchLogsConfiguration?.LogGroupArn,
    toStream().FirehoseConfiguration?.StreamArn,
    'b',
  ]);
  expect(destinationArns([{ EventSource: 'userAuthEvents', LogLevel: 'INFO' }])).toEqual([]);
});

describe('sign-in activity needs the tier PLUS and threat protection', () => {
  test.each([
    ['PLUS', 'AUDIT', undefined],
    ['PLUS', 'ENFORCED', undefined],
    ['PLUS', 'OFF', 'ThreatProtectionOff'],
    ['PLUS', undefined, 'ThreatProtectionOff'],
    ['ESSENTIALS', 'AUDIT', 'TierTooLow'],
    ['LITE', 'OFF', 'TierTooLow'],
    // Cognito did not say: no reason to alarm anybody.
    [undefined, 'AUDIT', undefined],
  ])('tier %s, protection %s: %s', (UserPoolTier, AdvancedSecurityMode, problem) => {
    expect(poolProblem([toStream()], { UserPoolTier, AdvancedSecurityMode })).toBe(problem);
  });

  test('errors of delivery need neither', () => {
    expect(
      poolProblem([toLogGroup()], { UserPoolTier: 'LITE', AdvancedSecurityMode: 'OFF' }),
    ).toBeUndefined();
  });
});

describe('a pool’s own settings are read', () => {
  test('after a write, and when the pool was updated', () => {
    expect(isProtectionDue(POOL, event, undefined, true)).toBe(true);
    expect(isProtectionDue(POOL, { ...event, poolUpdated: true }, applied(), false)).toBe(true);
    expect(isProtectionDue(POOL, event, applied(), false)).toBe(false);
  });

  test('by every sweep while something is found', () => {
    const Finding = { Problem: 'TierTooLow', Since: '2026-03-01T12:00:00Z' } as const;
    for (let at = 0; at < 100; at++)
      expect(isProtectionDue(POOL, sweepOf(String(at)), applied({ Finding }), false)).toBe(true);
  });

  test('by one sweep in 24 or so, which differs from pool to pool', () => {
    const sweeps = Array.from({ length: 2_400 }, (_, at) => new Date(at * 3_600_000).toISOString());
    const due = (pool: string) => sweeps.filter((id) => isProtectionDue(pool, sweepOf(id), undefined, false));
    const [one, two] = [due('eu-west-1_aaaaaaaaa'), due('eu-west-1_aaaaaaaab')];
    for (const found of [one, two]) {
      expect(found.length).toBeGreaterThan(50);
      expect(found.length).toBeLessThan(150);
    }
    expect(one).not.toEqual(two);
  });
});

test('a spread text is the same number each time, whole and not negative', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const number = hash(text);
      expect(number).toBe(hash(text));
      expect(Number.isInteger(number) && number >= 0 && number < 2 ** 32).toBe(true);
    }),
  );
});
