import { randomUUID } from 'node:crypto';
import type { AccountRegion } from '../../../core/account-region.ts';
import { wholeSeconds } from '../../../core/clock.ts';
import type { AwsEvent } from '../../../core/events.ts';
import { startSchedule } from './schedule.ts';

/** Where a rule sends an event: a queue's URL or a function's name. */
export type Target = { readonly queueUrl: string } | { readonly functionName: string };

/** An AWS::Events::Rule that is enabled. */
export interface RuleSpec {
  readonly name: string;
  readonly arn: string;
  readonly matches?: (event: AwsEvent) => boolean;
  /** `rate(…)` or `cron(…)`. */
  readonly schedule?: string;
  readonly targets: readonly Target[];
}

/** Hands the whole event to one target. */
export type Deliver = (target: Target, event: AwsEvent) => Promise<void>;

/**
 * A rule at work on the cell's bus and clock. What a target does not take is logged and lost: in one process there
 * is nothing to wait for, where EventBridge would try for 24 hours.
 */
export function startRule(
  accountRegion: AccountRegion,
  rule: RuleSpec,
  deliver: Deliver,
  log: (line: string) => void,
): { close(): void } {
  const send = (event: AwsEvent) => {
    for (const target of rule.targets)
      deliver(target, event).catch((error: unknown) => log(`rule ${rule.name}: ${String(error)}`));
  };
  const { matches, schedule } = rule;
  const end = matches && accountRegion.bus.subscribe((event) => matches(event) && send(event));
  const scheduled =
    schedule === undefined ? undefined : startSchedule(schedule, () => send(tick(accountRegion, rule)));
  return {
    close() {
      end?.();
      scheduled?.stop();
    },
  };
}

function tick({ account, region }: AccountRegion, { arn }: RuleSpec): AwsEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account,
    time: wholeSeconds(Date.now()),
    region,
    resources: [arn],
    detail: {},
  };
}
