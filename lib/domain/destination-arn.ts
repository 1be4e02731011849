import type { DestinationKey } from './event-sources.ts';

interface ArnRule {
  readonly member: string;
  readonly pattern: RegExp;
  readonly least: number;
  readonly most: number;
  /** What an ARN of this kind looks like, for a person. */
  readonly example: string;
}

/** The API model's own pattern (docs/aws-facts.md#arn-patterns). A log group's `:*` does not match it: Cognito refuses that. */
const REGIONAL =
  /^arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?$/;
const GLOBAL = /^arn:[\w+=/,.@-]+:[\w+=/,.@-]+:::[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?$/;

/** The service and resource type follow from what the destination is; the model's pattern leaves them open. */
export const ARN_RULES: Readonly<Record<DestinationKey, ArnRule & { readonly kind: RegExp }>> = {
  CloudWatchLogsConfiguration: {
    member: 'LogGroupArn',
    pattern: REGIONAL,
    kind: /^arn:[^:]+:logs:[^:]*:[0-9]+:log-group:[^:]+$/,
    least: 20,
    most: 2048,
    example:
      'the ARN of a log group, like arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/name',
  },
  FirehoseConfiguration: {
    member: 'StreamArn',
    pattern: REGIONAL,
    kind: /^arn:[^:]+:firehose:[^:]*:[0-9]+:deliverystream\/[^:]+$/,
    least: 20,
    most: 2048,
    example: 'the ARN of a Firehose stream, like arn:aws:firehose:eu-west-1:123456789012:deliverystream/name',
  },
  S3Configuration: {
    member: 'BucketArn',
    pattern: GLOBAL,
    kind: /^arn:[^:]+:s3:::[^:]+$/,
    least: 3,
    most: 1024,
    example: 'the ARN of a bucket, like arn:aws:s3:::name',
  },
};

export function isArnOf(key: DestinationKey, arn: string): boolean {
  const rule = ARN_RULES[key];
  return arn.length >= rule.least && arn.length <= rule.most && rule.pattern.test(arn) && rule.kind.test(arn);
}

/** CloudFormation's GetAtt and the console hand out `…:*`, which Cognito refuses (docs/aws-facts.md#log-group-wildcard). */
export const withoutWildcard = (logGroupArn: string): string =>
  logGroupArn.endsWith(':*') ? logGroupArn.slice(0, -2) : logGroupArn;

/** The account in an ARN; empty for a bucket's. */
export const accountIn = (arn: string): string => arn.split(':')[4] ?? '';

/** Whether one of the patterns, in which `*` stands for any run of characters, takes the whole ARN. */
export const isAllowed = (arn: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => matches(pattern, arn));

/** Linear in the lengths: a pattern is a setting, but no setting may stall a worker. */
function matches(pattern: string, text: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === text;
  const tail = rest.pop() ?? '';
  if (!text.startsWith(head) || !text.endsWith(tail) || text.length < head.length + tail.length) return false;
  let at = head.length;
  const end = text.length - tail.length;
  for (const part of rest) {
    const next = text.indexOf(part, at);
    if (next === -1 || next + part.length > end) return false;
    at = next + part.length;
  }
  return true;
}
