import { DescribeRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { requestHandler } from '../../../../lib/aws/timeouts.ts';
import type { OpenService } from '../../../service/open-service.ts';
import { readLastSweep } from '../../../service/status-records.ts';
import { findTrail } from '../../../service/trails.ts';
import { ago } from '../../../terminal/time.ts';
import { checking, type Finding, problem, unchecked, warning, well } from '../finding.ts';

/** The deployed service itself: queues, dead letters, last sweep, rules, and the trail that feeds them. */
export async function checkStack(service: OpenService): Promise<readonly Finding[]> {
  const { name } = service.deployed;
  const sqs = new SQSClient({ requestHandler });
  const events = new EventBridgeClient({ requestHandler });
  const found = await Promise.all([
    ...['edits', 'upkeep'].map((queue) => checkQueue(sqs, `${name}-${queue}`)),
    ...['edits-dlq', 'upkeep-dlq'].map((queue) => checkDeadLetters(sqs, `${name}-${queue}`)),
    checkSweep(service),
    ...['parameter', 'pool', 'sweep'].map((rule) => checkRule(events, `${name}-${rule}`)),
    checkTrail(),
  ]);
  return found.flat();
}

async function messagesIn(sqs: SQSClient, QueueName: string): Promise<number> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
  );
  return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
}

const LONG = 1_000;

const checkQueue = (sqs: SQSClient, queue: string) =>
  checking(queue, 'sqs:GetQueueAttributes', async () => {
    const waiting = await messagesIn(sqs, queue);
    if (waiting < LONG) return [well(queue, `${waiting} messages wait`)];
    return [
      warning(
        queue,
        `${waiting} messages wait`,
        'the service is behind, or does not run',
        `aws logs tail /aws/lambda/${queue.replace(/-(edits|upkeep)$/, '-reconcile')}`,
      ),
    ];
  });

const checkDeadLetters = (sqs: SQSClient, queue: string) =>
  checking(queue, 'sqs:GetQueueAttributes', async () => {
    const dead = await messagesIn(sqs, queue);
    if (dead === 0) return [well(queue, 'no dead letters')];
    return [
      problem(
        queue,
        `${dead} dead letter${dead === 1 ? '' : 's'}`,
        'that work failed eight times and waits for a person (docs/operations.md)',
        `aws logs filter-log-events --log-group-name /aws/lambda/${queue.replace(/-(edits|upkeep)-dlq$/, '-reconcile')} --filter-pattern '"a call to AWS failed"'`,
      ),
    ];
  });

const OLD_MS = 26 * 3_600_000;

const checkSweep = ({ table, deployed, clock }: OpenService) =>
  checking('sweep', 'dynamodb:GetItem', async () => {
    const sweep = await readLastSweep(table, deployed.stateTable);
    if (sweep === undefined)
      return [warning('sweep', 'there was none yet', 'it finds what no event told of', 'clr sweep')];
    const held = sweep.Held
      ? [
          problem(
            'sweep',
            `${sweep.Lost} deletions are held`,
            'many parameters are gone at once: nothing is cleared until a person decides',
            `put the parameters back, or: clr sweep --accept-deletions ${sweep.Lost}`,
          ),
        ]
      : [];
    const now = clock.now();
    const isOld = now.getTime() - Date.parse(sweep.At) > OLD_MS;
    const last = `the last was ${ago(sweep.At, now)} ago`;
    return [
      ...held,
      isOld
        ? warning('sweep', last, 'drift that no event told of is not repaired', 'clr sweep')
        : well('sweep', last),
    ];
  });

const checkRule = (events: EventBridgeClient, rule: string) =>
  checking(rule, 'events:DescribeRule', async () => {
    const { State } = await events.send(new DescribeRuleCommand({ Name: rule }));
    if (State !== 'DISABLED') return [well(rule, 'the rule is enabled')];
    return [
      warning(
        rule,
        'the rule is off',
        'what it tells of waits for the sweep',
        `aws events enable-rule --name ${rule}`,
      ),
    ];
  });

async function checkTrail(): Promise<readonly Finding[]> {
  const trail = await findTrail();
  if (trail.kind === 'Logging') return [well('trail', `${trail.trail} logs management events`)];
  if (trail.kind === 'None')
    return [
      warning(
        'trail',
        'none logs management events that write',
        'an edited pool is repaired by the sweep, not within seconds',
        'aws cloudtrail create-trail --name management --s3-bucket-name BUCKET --is-multi-region-trail && aws cloudtrail start-logging --name management',
      ),
    ];
  return [unchecked('trail', 'cloudtrail:DescribeTrails', trail.why)];
}
