import fc from 'fast-check';
import { destinationArns, poolProblem } from '../../lib/domain/finding.ts';
import { hash, isProtectionDue } from '../../lib/domain/sampling.ts';
import { applied, event, POOL, sweepOf, toLogGroup, toStream } from '../support/situation.ts';

test('returns the destination ARN of each entry', () => {
  const bucket = { EventSource: 'userAuthEvents', LogLevel: 'INFO', S3Configuration: { BucketArn: 'b' } };
  expect(destinationArns([toLogGroup(), toStream(), bucket])).toEqual([
    toLogGroup().CloudWatchLogsConfiguration?.LogGroupArn,
    toStream().FirehoseConfiguration?.StreamArn,
    'b',
  ]);
  expect(destinationArns([{ EventSource: 'userAuthEvents', LogLevel: 'INFO' }])).toEqual([]);
});

describe('poolProblem', () => {
  test.each([
    ['PLUS', 'AUDIT', undefined],
    ['PLUS', 'ENFORCED', undefined],
    ['PLUS', 'OFF', 'ThreatProtectionOff'],
    ['PLUS', undefined, 'ThreatProtectionOff'],
    ['ESSENTIALS', 'AUDIT', 'TierTooLow'],
    ['LITE', 'OFF', 'TierTooLow'],
    // Cognito did not return the tier, so no problem is reported.
    [undefined, 'AUDIT', undefined],
  ])(
    'for userAuthEvents, tier %s with threat protection %s gives the problem: %s',
    (UserPoolTier, AdvancedSecurityMode, problem) => {
      expect(poolProblem([toStream()], { UserPoolTier, AdvancedSecurityMode })).toBe(problem);
    },
  );

  test('reports no problem for userNotification on any tier', () => {
    expect(
      poolProblem([toLogGroup()], { UserPoolTier: 'LITE', AdvancedSecurityMode: 'OFF' }),
    ).toBeUndefined();
  });
});

describe('isProtectionDue', () => {
  test('reads tier and threat protection after a write and after an update of the pool', () => {
    expect(isProtectionDue(POOL, event, undefined, true)).toBe(true);
    expect(isProtectionDue(POOL, { ...event, poolUpdated: true }, applied(), false)).toBe(true);
    expect(isProtectionDue(POOL, event, applied(), false)).toBe(false);
  });

  test('reads tier and threat protection in every sweep while the record has a finding', () => {
    const Finding = { Problem: 'TierTooLow', Since: '2026-03-01T12:00:00Z' } as const;
    for (let at = 0; at < 100; at++)
      expect(isProtectionDue(POOL, sweepOf(String(at)), applied({ Finding }), false)).toBe(true);
  });

  test('reads tier and threat protection in about one of 24 sweeps, at different times for each pool', () => {
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

test('hashes a text to the same unsigned 32-bit integer each time', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const number = hash(text);
      expect(number).toBe(hash(text));
      expect(Number.isInteger(number) && number >= 0 && number < 2 ** 32).toBe(true);
    }),
  );
});
