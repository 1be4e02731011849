import { AwsError } from '../../core/aws-error.ts';
import type { ImplicitMap } from '../../core/implicit-map.ts';
import { partitionOf } from '../../core/partition.ts';
import type { Infer } from '../../core/shapes/shape.ts';
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
  now(): number;
}

export const implicitLogGroup = (name: string, createdAt: number): LogGroup => ({
  name,
  class: 'STANDARD',
  createdAt,
});

export function requireExisting({ logGroups }: LogsStore, name: string): void {
  if (logGroups.get(name) === undefined)
    throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
}

/** Returns a log group as DescribeLogGroups does. */
export function describeLogGroup({ account, region }: LogsStore, group: LogGroup): object {
  const arn = `arn:${partitionOf(region)}:logs:${region}:${account}:log-group:${group.name}`;
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
