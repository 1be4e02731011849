import fc from 'fast-check';
import { proposePolicies } from '../../cli/policies/propose.ts';
import { sameConfiguration } from '../../lib/domain/difference.ts';
import type { EventSource, LogConfiguration } from '../../lib/domain/log-configuration.ts';
import type { Owner } from '../../lib/domain/policy/owner.ts';
import { parsePolicyValue } from '../../lib/domain/policy/parse.ts';
import { resolveOwners } from '../../lib/domain/policy/resolve.ts';
import { cases } from '../support/random-cases.ts';
import { ACCOUNT, settings } from '../support/situation.ts';

const LOGS = `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:`;
const STREAMS = `arn:aws:firehose:eu-west-1:${ACCOUNT}:deliverystream/`;

/** Names that contain each other, IDs of other pools, wildcards, words of macros and nothing. */
const name = fc.constantFrom(
  'prod-shop',
  'prod-app',
  'prod-app-2',
  'prod',
  'p',
  '',
  'a*b-1',
  'userPoolId',
  'my shop',
  'test-x',
  'test-y',
);
const pool = fc.record({
  name,
  tags: fc.dictionary(fc.constantFrom('env', 'team'), fc.constantFrom('prod', 'test', '')),
  group: fc.option(fc.constantFrom('shared', 'ID', 'NAME', 'x-ID-NAME', 'prod-app', 'p', 'userPoolId')),
  stream: fc.option(fc.constantFrom('sign-ins', 'ID', 'NAME-x')),
  /** Whether it is to be covered: another pool has its parameter, or a policy. */
  isWanted: fc.boolean(),
});

test('the proposed policies leave every pool unchanged, and do not select any other pool', () => {
  fc.assert(
    fc.property(fc.array(pool, { maxLength: 14 }), (given) => {
      const pools = given.map(({ name: poolName, tags, group, stream, isWanted }, at) => {
        const userPoolId = `eu-west-1_pool${at}`;
        // An ARN does not allow a space.
        const fill = (text: string): string =>
          text.replace('ID', userPoolId).replace('NAME', /[ *]/.test(poolName) ? 'none' : poolName || 'none');
        const entries: LogConfiguration[] = [
          ...(group === null
            ? []
            : [
                {
                  EventSource: 'userNotification' as const,
                  LogLevel: 'ERROR' as const,
                  CloudWatchLogsConfiguration: { LogGroupArn: `${LOGS}${fill(group)}` },
                },
              ]),
          ...(stream === null
            ? []
            : [
                {
                  EventSource: 'userAuthEvents' as const,
                  LogLevel: 'INFO' as const,
                  FirehoseConfiguration: { StreamArn: `${STREAMS}${fill(stream)}` },
                },
              ]),
        ];
        return { userPoolId, name: poolName, tags, entries, isWanted };
      });
      const wanted = pools.filter(({ isWanted }) => isWanted);
      const { policies, left } = proposePolicies({ pools: wanted, all: pools, taken: ['shared'], settings });
      const covered = policies.flatMap(({ userPoolIds }) => userPoolIds);
      expect([...covered, ...left].toSorted()).toEqual(wanted.map(({ userPoolId }) => userPoolId).toSorted());
      const names = policies.map((one) => one.name);
      expect(new Set([...names, 'shared']).size).toBe(names.length + 1);
      const parsed = policies.map((one) => parsePolicyValue(one.value, one.name, settings));
      expect(parsed.map(({ kind }) => kind)).toEqual(parsed.map(() => 'Valid'));
      for (const { userPoolId, name: poolName, tags, entries } of pools) {
        const owned = resolveOwners({
          userPoolId,
          desired: { kind: 'Absent' },
          policies: parsed,
          facts: { name: poolName, tags, tier: 'PLUS' },
          recorded: new Map<EventSource, Owner>(),
          settings,
        });
        const isCovered = covered.includes(userPoolId);
        for (const { source, winner } of owned) {
          const own = entries.filter(({ EventSource: one }) => one === source);
          if (!isCovered || own.length === 0) expect(winner.kind).toBe('Free');
          else if (winner.kind !== 'Owned') throw new Error(`${userPoolId} ${source}: ${winner.kind}`);
          else expect(sameConfiguration(winner.state.LogConfigurations, own)).toBe(true);
        }
      }
    }),
    { numRuns: cases(300) },
  );
});

const shop = (at: number, group: string) => ({
  userPoolId: `eu-west-1_s${at}`,
  name: `shop-${at}`,
  tags: {},
  entries: [
    {
      EventSource: 'userNotification' as const,
      LogLevel: 'ERROR' as const,
      CloudWatchLogsConfiguration: { LogGroupArn: `${LOGS}${group}` },
    },
  ],
});

test('proposes the largest group first, with macros and the common prefix of the names', () => {
  const pools = [shop(1, 'shop-1'), shop(2, 'shop-2'), shop(3, 'shop-3'), { ...shop(4, 'x'), name: 'other' }];
  expect(proposePolicies({ pools, all: pools, taken: [], settings })).toEqual({
    policies: [
      {
        name: 'shop',
        value: {
          Select: { Names: ['shop-*'] },
          LogConfigurations: [
            expect.objectContaining({
              CloudWatchLogsConfiguration: {
                LogGroupArn: 'arn:aws:logs:<region>:<accountId>:log-group:<userPoolName>',
              },
            }),
          ],
        },
        userPoolIds: ['eu-west-1_s1', 'eu-west-1_s2', 'eu-west-1_s3'],
      },
    ],
    left: ['eu-west-1_s4'],
  });
});

test('splits a group by IDs that is too large for a parameter', () => {
  const pools = Array.from({ length: 500 }, (_, at) => ({ ...shop(at, 'shared/logs'), name: `${at}` }));
  const others = pools.slice(250);
  const { policies, left } = proposePolicies({ pools: others, all: pools, taken: [], settings });
  expect(left).toEqual([]);
  expect(policies.map(({ name: one }) => one)).toEqual(['logs', 'logs-2']);
  for (const { value } of policies) expect(JSON.stringify(value, null, 2).length).toBeLessThan(4000);
});
