import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { clientAccess } from '../../../../lib/aws/aws-access.ts';
import { timeouts } from '../../../../lib/aws/timeouts.ts';
import type { ArrivalCheck } from '../../../arrival/read-arrivals.ts';
import type { OpenService } from '../../../service/open-service.ts';
import type { Finding } from '../finding.ts';
import { checkArrivalStack } from './arrival.ts';
import { checkLastSweep } from './last-sweep.ts';
import { checkDeadLetters, checkQueue } from './queues.ts';
import { checkRule, RULES } from './rule.ts';
import { checkSecondStack } from './second-stack.ts';
import { checkTrail } from './trail.ts';

/** Checks the deployed service: queues, dead letters, last sweep, rules, other stacks, and the trail that the rules depend on. */
export async function checkStack(
  service: OpenService,
  check: ArrivalCheck | undefined,
): Promise<readonly Finding[]> {
  const { name, aws } = service.deployed;
  const sqs = new SQSClient({ ...timeouts, ...clientAccess(aws, 'SQS') });
  const events = new EventBridgeClient({ ...timeouts, ...clientAccess(aws, 'EventBridge') });
  const found = await Promise.all([
    ...['edits', 'upkeep'].map((queue) => checkQueue(sqs, `${name}-${queue}`)),
    ...['edits-dlq', 'upkeep-dlq'].map((queue) => checkDeadLetters(sqs, `${name}-${queue}`)),
    checkLastSweep(service),
    ...RULES.map((rule) => checkRule(events, name, rule)),
    checkSecondStack(service),
    checkTrail(aws),
    checkArrivalStack(service, events, check),
  ]);
  return found.flat();
}
