import { DescribeRuleCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { checking, ok, warning } from '../finding.ts';

/** The rules of the stack, by the end of their names. */
export const RULES = ['parameter', 'freeze', 'policy', 'rollout', 'tag', 'pool', 'sweep'] as const;
type Rule = (typeof RULES)[number];

export const checkRule = (events: EventBridgeClient, service: string, rule: Rule) => {
  const name = `${service}-${rule}`;
  return checking(name, 'events:DescribeRule', async () => {
    const { State } = await events.send(new DescribeRuleCommand({ Name: name }));
    if (State !== 'DISABLED') return [ok(name, 'The rule is enabled.')];
    return [warning(name, 'The rule is disabled.', reasonOf(rule), `aws events enable-rule --name ${name}`)];
  });
};

function reasonOf(rule: Rule): string {
  if (rule === 'rollout') return 'A rollout of a policy starts no further waves.';
  if (rule === 'freeze') return 'After a freeze, only the next sweep brings the pools up to date.';
  return 'Changes it would report are handled only by the next sweep.';
}
