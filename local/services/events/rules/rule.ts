import { randomUUID } from 'node:crypto';
import type { AccountRegion } from '../../../core/account-region.ts';
import { wholeSeconds } from '../../../core/clock.ts';
import type { AwsEvent } from '../../../core/events.ts';
import { startSchedule } from './schedule.ts';

/** The target of a rule: the URL of a queue or the name of a function. */
export type Target = { readonly queueUrl: string } | { readonly functionName: string };

/** An enabled AWS::Events::Rule. */
export interface RuleSpec {
  readonly name: string;
  readonly arn: string;
  readonly matches?: (event: AwsEvent) => boolean;
  /** `rate(…)` or `cron(…)`. */
  readonly schedule?: string;
  readonly targets: readonly Target[];
}

/** Sends the whole event to one target. */
export type Deliver = (target: Target, event: AwsEvent) => Promise<void>;

/**
 * Starts a rule on the bus and the clock of the account-region. An event that a target does not accept is
 * logged and lost. EventBridge would retry for 24 hours, but in one process a retry cannot help.
 */
export function startRule(
  accountRegion: AccountRegion,
  rule: RuleSpec,
  deliver: Deliver,
  log: (line: string) => void,
): { close(): void } {
  const send = (event: AwsEvent) => {
    for (const target of rule.targets)
      deliver(target, event).catch((error: unknown) =>
        log(`rule ${rule.name}: event not delivered: ${String(error)}`),
      );
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

function tick({ account, region, clock }: AccountRegion, { arn }: RuleSpec): AwsEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account,
    time: wholeSeconds(clock.now()),
    region,
    resources: [arn],
    detail: {},
  };
}
