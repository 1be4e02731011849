import type { DestinationKey } from './event-sources.ts';
import { matchesPattern } from './pattern.ts';

interface ArnRule {
  readonly member: string;
  readonly pattern: RegExp;
  readonly minLength: number;
  readonly maxLength: number;
  /** Completes "Expected …" in a validation error. */
  readonly expected: string;
}

/** The pattern of the API model (docs/aws-facts.md#arn-patterns). It does not match a trailing `:*`. */
const REGIONAL =
  /^arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?$/;
const GLOBAL = /^arn:[\w+=/,.@-]+:[\w+=/,.@-]+:::[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?$/;

/** `kind` checks the service and the resource type, which the pattern of the API model does not. */
export const ARN_RULES: Readonly<Record<DestinationKey, ArnRule & { readonly kind: RegExp }>> = {
  CloudWatchLogsConfiguration: {
    member: 'LogGroupArn',
    pattern: REGIONAL,
    kind: /^arn:[^:]+:logs:[^:]*:[0-9]+:log-group:[^:]+$/,
    minLength: 20,
    maxLength: 2048,
    expected:
      'the ARN of a log group (example: arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/name)',
  },
  FirehoseConfiguration: {
    member: 'StreamArn',
    pattern: REGIONAL,
    kind: /^arn:[^:]+:firehose:[^:]*:[0-9]+:deliverystream\/[^:]+$/,
    minLength: 20,
    maxLength: 2048,
    expected:
      'the ARN of a Firehose stream (example: arn:aws:firehose:eu-west-1:123456789012:deliverystream/name)',
  },
  S3Configuration: {
    member: 'BucketArn',
    pattern: GLOBAL,
    kind: /^arn:[^:]+:s3:::[^:]+$/,
    minLength: 3,
    maxLength: 1024,
    expected: 'the ARN of an S3 bucket (example: arn:aws:s3:::name)',
  },
};

export function isArnOf(key: DestinationKey, arn: string): boolean {
  const rule = ARN_RULES[key];
  return (
    arn.length >= rule.minLength &&
    arn.length <= rule.maxLength &&
    rule.pattern.test(arn) &&
    rule.kind.test(arn)
  );
}

/**
 * Removes the `:*` that CloudFormation's GetAtt and the console append. Cognito rejects it
 * (docs/aws-facts.md#log-group-wildcard).
 */
export const withoutWildcard = (logGroupArn: string): string =>
  logGroupArn.endsWith(':*') ? logGroupArn.slice(0, -2) : logGroupArn;

/** Returns the Region in an ARN; an empty string for a bucket ARN. */
export const regionIn = (arn: string): string => arn.split(':')[3] ?? '';

/** Returns the account in an ARN; an empty string for a bucket ARN. */
export const accountIn = (arn: string): string => arn.split(':')[4] ?? '';

/** Returns whether the destination is in this account and Region. The ARN of a bucket contains neither. */
export const isOf = (
  arn: string,
  { account, region }: { readonly account: string; readonly region: string },
): boolean => accountIn(arn) === account && regionIn(arn) === region;

export type DestinationKind = 'LogGroup' | 'Stream' | 'Bucket';

/** Returns the kind of a valid destination. */
export function kindOf(arn: string): DestinationKind {
  const service = arn.split(':')[2];
  return service === 'logs' ? 'LogGroup' : service === 'firehose' ? 'Stream' : 'Bucket';
}

/** Returns the name of a log group or stream. */
export const destinationName = (arn: string): string =>
  kindOf(arn) === 'LogGroup' ? (arn.split(':')[6] ?? '') : arn.slice(arn.indexOf('/') + 1);

/** Returns whether one of the patterns matches the whole ARN. */
export const isAllowed = (arn: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => matchesPattern(pattern, arn));
