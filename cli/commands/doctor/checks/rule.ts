import { DescribeRuleCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { checking, ok, warning } from '../finding.ts';

export const checkRule = (events: EventBridgeClient, rule: string) =>
  checking(rule, 'events:DescribeRule', async () => {
    const { State } = await events.send(new DescribeRuleCommand({ Name: rule }));
    if (State !== 'DISABLED') return [ok(rule, 'the rule is enabled')];
    return [
      warning(
        rule,
        'the rule is off',
        'what it tells of waits for the sweep',
        `aws events enable-rule --name ${rule}`,
      ),
    ];
  });
