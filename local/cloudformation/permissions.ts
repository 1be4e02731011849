import { z } from 'zod';
import type { Resources } from './resources.ts';

const EVENTS_PRINCIPAL = 'events.amazonaws.com';

const principal = z.object({ Service: z.union([z.string().transform((one) => [one]), z.array(z.string())]) });
const sourceArns = z.object({
  'aws:SourceArn': z.union([z.string().transform((one) => [one]), z.array(z.string())]),
});
const condition = z.union([
  z.object({ ArnEquals: sourceArns }).transform((one) => one.ArnEquals),
  z.object({ ArnLike: sourceArns }).transform((one) => one.ArnLike),
]);

/**
 * Throws when no policy allows a rule to send to one of its targets. EventBridge drops such events silently
 * (docs/aws-facts.md#eventbridge-delivery).
 */
export function checkPermissions(resources: Resources): void {
  for (const { properties, arn, logicalId } of resources.rules)
    for (const { Arn, DeadLetterConfig } of properties.Targets) {
      const queues = [Arn, ...(DeadLetterConfig ? [DeadLetterConfig.Arn] : [])];
      for (const target of queues)
        if (!canReach(resources, arn, target))
          throw new Error(`${logicalId}: no policy allows the rule to send to ${target}`);
    }
}

function canReach(resources: Resources, rule: string, target: string): boolean {
  const called = resources.functions.find((one) => one.arn === target);
  if (called !== undefined)
    return resources.permissions.some(
      ({ properties: { FunctionName, Action, Principal, SourceArn } }) =>
        [called.arn, called.ref].includes(FunctionName) &&
        Action === 'lambda:InvokeFunction' &&
        Principal === EVENTS_PRINCIPAL &&
        (SourceArn === undefined || SourceArn === rule),
    );
  const queue = resources.queues.find((one) => one.arn === target);
  if (queue === undefined) return false;
  return resources.queuePolicies
    .filter(({ properties }) => properties.Queues.includes(queue.ref))
    .flatMap(({ properties }) => properties.PolicyDocument.Statement)
    .some(
      ({ Effect, Principal, Action, Resource, Condition }) =>
        Effect === 'Allow' &&
        principal.safeParse(Principal).data?.Service.includes(EVENTS_PRINCIPAL) === true &&
        Action.includes('sqs:SendMessage') &&
        Resource?.includes(queue.arn) === true &&
        (Condition === undefined ||
          condition.safeParse(Condition).data?.['aws:SourceArn'].includes(rule) === true),
    );
}
