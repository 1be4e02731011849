import { AwsError } from '../../core/aws-error.ts';
import { operation } from '../../core/operation.ts';
import { optional, required, structure, text } from '../../core/shapes/shape.ts';
import type { Stack } from '../../core/stack.ts';

const describeRuleInput = structure({
  Name: required(text({ min: 1, max: 64, pattern: '[\\.\\-_A-Za-z0-9]+' })),
  EventBusName: optional(
    text({
      min: 1,
      max: 1600,
      pattern: '(arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?[/\\.\\-_A-Za-z0-9]+',
    }),
  ),
});

interface Rules {
  readonly account: string;
  /** The stack with the rules. Undefined: the account-region does not have any. */
  stack(): Stack | undefined;
}

/** Describes a rule of the deployed template. The message of the error is [unverified]. */
export const describeRule = operation(describeRuleInput, (store: Rules, input) => {
  const bus = (input.EventBusName ?? 'default').replace(/^arn:.*:event-bus\//, '');
  const rules = bus === 'default' ? (store.stack()?.rules ?? []) : [];
  const rule = rules.find(({ Name }) => Name === input.Name);
  if (rule === undefined)
    throw new AwsError('ResourceNotFoundException', `Rule ${input.Name} does not exist on EventBus ${bus}.`);
  return { ...rule, EventBusName: bus, CreatedBy: store.account };
});
