import { AwsError } from '../../core/aws-error.ts';
import type { ImplicitMap } from '../../core/implicit-map.ts';
import { partitionOf } from '../../core/partition.ts';
import type { Infer } from '../../core/shapes/shape.ts';
import type { LogEvents } from './log-events.ts';
import type { createLogGroupInput } from './shapes.ts';

export interface LogGroup {
  readonly name: string;
  readonly class: NonNullable<Infer<typeof createLogGroupInput>['logGroupClass']>;
  readonly kmsKeyId?: string;
  /** Milliseconds. */
  readonly createdAt: number;
}

/** The log groups of one account-region. */
export interface LogsStore {
  readonly account: string;
  readonly region: string;
  readonly logGroups: ImplicitMap<LogGroup>;
  readonly events: LogEvents;
  now(): number;
}

export const implicitLogGroup = (name: string, createdAt: number): LogGroup => ({
  name,
  class: 'STANDARD',
  createdAt,
});

/** Pass undefined for a log group that is not in this account-region. */
export function requireExisting({ logGroups }: LogsStore, name: string | undefined): LogGroup {
  const group = name === undefined ? undefined : logGroups.get(name);
  if (group === undefined)
    throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
  return group;
}

/** Returns the name in a name or an ARN. Names do not contain colons. */
export const nameIn = (identifier: string): string => identifier.split(':').at(-1) ?? '';

/** Returns the ARN without `:*`. */
export const logGroupArn = (
  { account, region }: Pick<LogsStore, 'account' | 'region'>,
  name: string,
): string => `arn:${partitionOf(region)}:logs:${region}:${account}:log-group:${name}`;

/** Returns a log group as DescribeLogGroups does. */
export function describeLogGroup(store: LogsStore, group: LogGroup): object {
  const arn = logGroupArn(store, group.name);
  return {
    logGroupName: group.name,
    creationTime: group.createdAt,
    metricFilterCount: 0,
    arn: `${arn}:*`,
    storedBytes: 0,
    ...(group.kmsKeyId !== undefined && { kmsKeyId: group.kmsKeyId }),
    logGroupClass: group.class,
    logGroupArn: arn,
  };
}
