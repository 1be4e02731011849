import type { AssumedMap } from '../assumed-map.ts';
import { AwsError } from '../http/answer.ts';
import { partitionOf } from '../identity.ts';
import type { Infer } from '../shape/shape.ts';
import type { createLogGroupInput } from './shapes.ts';

export interface LogGroup {
  readonly name: string;
  readonly class: NonNullable<Infer<typeof createLogGroupInput>['logGroupClass']>;
  readonly kmsKeyId?: string;
  /** Milliseconds. */
  readonly createdAt: number;
}

/** The log groups of one cell. */
export interface LogsWorld {
  readonly account: string;
  readonly region: string;
  readonly logGroups: AssumedMap<LogGroup>;
  now(): number;
}

export const assumedLogGroup = (name: string, createdAt: number): LogGroup => ({
  name,
  class: 'STANDARD',
  createdAt,
});

export function refuseMissing({ logGroups }: LogsWorld, name: string): void {
  if (logGroups.get(name) === undefined)
    throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
}

/** As DescribeLogGroups shows it. */
export function describeLogGroup({ account, region }: LogsWorld, group: LogGroup): object {
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
