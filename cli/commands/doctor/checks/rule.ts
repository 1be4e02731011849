import { DescribeRuleCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { checking, ok, warning } from '../finding.ts';

export const checkRule = (events: EventBridgeClient, rule: string) =>
  checking(rule, 'events:DescribeRule', async () => {
    const { State } = await events.send(new DescribeRuleCommand({ Name: rule }));
    if (State !== 'DISABLED') return [ok(rule, 'The rule is enabled.')];
    return [
      warning(
        rule,
        'The rule is disabled.',
        'Changes it would report are handled only by the next sweep.',
        `aws events enable-rule --name ${rule}`,
      ),
    ];
  });
