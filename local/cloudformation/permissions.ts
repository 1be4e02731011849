import { z } from 'zod';
import type { Resources } from './resources.ts';

const events = 'events.amazonaws.com';

const principal = z.object({ Service: z.union([z.string().transform((one) => [one]), z.array(z.string())]) });
const sourceArns = z.object({
  'aws:SourceArn': z.union([z.string().transform((one) => [one]), z.array(z.string())]),
});
const condition = z.union([
  z.object({ ArnEquals: sourceArns }).transform((one) => one.ArnEquals),
  z.object({ ArnLike: sourceArns }).transform((one) => one.ArnLike),
]);

/**
 * Throws where a rule has a target that its policy does not let it reach: EventBridge drops such events without
 * a word, which is how evidence stops (AWS facts §6).
 */
export function checkPermissions(resources: Resources): void {
  for (const { properties, arn, logicalId } of resources.rules)
    for (const { Arn, DeadLetterConfig } of properties.Targets) {
      const queues = [Arn, ...(DeadLetterConfig ? [DeadLetterConfig.Arn] : [])];
      for (const target of queues)
        if (!mayReach(resources, arn, target))
          throw new Error(`${logicalId}: no policy lets the rule send to ${target}`);
    }
}

function mayReach(resources: Resources, rule: string, target: string): boolean {
  const called = resources.functions.find((one) => one.arn === target);
  if (called !== undefined)
    return resources.permissions.some(
      ({ properties: { FunctionName, Action, Principal, SourceArn } }) =>
        [called.arn, called.ref].includes(FunctionName) &&
        Action === 'lambda:InvokeFunction' &&
        Principal === events &&
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
        principal.safeParse(Principal).data?.Service.includes(events) === true &&
        Action.includes('sqs:SendMessage') &&
        Resource?.includes(queue.arn) === true &&
        (Condition === undefined ||
          condition.safeParse(Condition).data?.['aws:SourceArn'].includes(rule) === true),
    );
}
