import fc from 'fast-check';
import type { Actor } from '../../lib/domain/actor.ts';
import { DELETION_POLICIES, MODES } from '../../lib/domain/desired.ts';
import {
  EVENT_SOURCES,
  LOG_LEVELS,
  type LogConfiguration,
  type ObservedConfiguration,
} from '../../lib/domain/log-configuration.ts';
import { OUTCOMES } from '../../lib/domain/outcome.ts';
import { type Owner, PARAMETER } from '../../lib/domain/policy/owner.ts';
import { PRECEDENCES } from '../../lib/domain/policy/policy.ts';
import type { PoolRecord, Transition } from '../../lib/domain/record.ts';
import { applied } from './situation.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const time = fc
  .date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z') })
  .map((date) => date.toISOString());
const count = fc.nat();
const outcome = fc.constantFrom(...OUTCOMES);

/** Generates objects in which each member is either set or missing. */
const optionalMembers = <T extends object>(members: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(members, { requiredKeys: [] });

const destinations = optionalMembers({
  CloudWatchLogsConfiguration: fc.record({ LogGroupArn: text }),
  FirehoseConfiguration: fc.record({ StreamArn: text }),
  S3Configuration: fc.record({ BucketArn: text }),
});
const configured: fc.Arbitrary<LogConfiguration> = fc
  .tuple(
    fc.record({ EventSource: fc.constantFrom(...EVENT_SOURCES), LogLevel: fc.constantFrom(...LOG_LEVELS) }),
    destinations,
  )
  .map(([entry, to]) => ({ ...entry, ...to }));
const observed: fc.Arbitrary<ObservedConfiguration> = fc
  .tuple(fc.record({ EventSource: text, LogLevel: text }), destinations)
  .map(([entry, to]) => ({ ...entry, ...to }));
const entries = fc.array(observed, { maxLength: 3 });
const actor: fc.Arbitrary<Actor> = fc.record({ Arn: text, At: time, EventName: text });

const owner: fc.Arbitrary<Owner> = fc.oneof(
  fc.constant(PARAMETER),
  fc.record({
    Kind: fc.constant('Policy' as const),
    Name: text,
    Precedence: fc.constantFrom(...PRECEDENCES),
    Priority: count,
  }),
);

const transition: fc.Arbitrary<Transition> = fc
  .tuple(
    fc.record({ At: time, From: outcome, To: outcome, Reasons: fc.array(text, { maxLength: 3 }) }),
    optionalMembers({
      Before: entries,
      After: entries,
      Actor: actor,
      EventSource: fc.constantFrom(...EVENT_SOURCES),
      Owner: owner,
    }),
  )
  .map(([known, more]) => ({ ...known, ...more }));

const contest = fc
  .tuple(fc.record({ Since: time, InSyncSweeps: count }), optionalMembers({ Writer: actor, SweepId: text }))
  .map(([known, more]) => ({ ...known, ...more }));

const status = fc
  .tuple(
    fc.record({ Outcome: outcome, Reasons: fc.array(text, { maxLength: 3 }), Since: time }),
    optionalMembers({ RetryAt: time }),
  )
  .map(([known, more]) => ({ ...known, ...more }));

const state = fc
  .tuple(
    fc.record({
      LogConfigurations: fc.array(configured, { maxLength: 2 }),
      Mode: fc.constantFrom(...MODES),
      OnDelete: fc.constantFrom(...DELETION_POLICIES),
    }),
    optionalMembers({ Inherit: fc.constant(true as const) }),
  )
  .map(([known, more]) => ({ ...known, ...more }));

/** Generates every record that the types allow; each optional member is set or missing. */
export const anyRecord: fc.Arbitrary<PoolRecord> = fc
  .tuple(
    fc.record({
      Revision: fc.integer({ min: 1 }),
      Status: status,
      Repairs: fc.array(time, { maxLength: 5 }),
      DriftCount: count,
      Transitions: fc.array(transition, { maxLength: 20 }),
    }),
    optionalMembers({
      Desired: state,
      Intent: fc.record({
        Outcome: fc.constantFrom(
          'Applied' as const,
          'Repaired' as const,
          'Contested' as const,
          'Cleared' as const,
        ),
        At: time,
      }),
      LastApplied: entries,
      Original: fc.record({ LogConfigurations: entries, At: time }),
      LastAppliedAt: time,
      Rejection: fc.record({ Name: text, Attempts: count, RetryAt: time }),
      DeletedAt: time,
      Deleted: fc
        .tuple(fc.record({ At: time }), optionalMembers({ Desired: state }))
        .map(([known, more]) => ({ ...known, ...more })),
      Window: fc.record({ From: time, To: time }),
      DriftSweeps: fc.record({ Count: count, SweepId: text }),
      Contest: contest,
    }),
  )
  .map(([known, more]) => ({ UserPoolId: applied().UserPoolId, ...known, ...more }));
