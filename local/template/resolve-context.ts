import type { Cell } from '../cell.ts';
import { partitionOf } from '../identity.ts';

/** `Ref` and what `Fn::GetAtt` may ask of a resource. */
export type Attributes = Readonly<Record<string, string | undefined>>;

/** Where a template is resolved. */
export interface ResolveContext {
  readonly cell: Pick<Cell, 'account' | 'region' | 'endpoint'>;
  readonly stackName: string;
}

export function pseudoParameters({ cell, stackName }: ResolveContext): Readonly<Record<string, string>> {
  const { account, region } = cell;
  const partition = partitionOf(region);
  return {
    'AWS::AccountId': account,
    'AWS::Region': region,
    'AWS::Partition': partition,
    'AWS::StackName': stackName,
    'AWS::StackId': `arn:${partition}:cloudformation:${region}:${account}:stack/${stackName}/00000000-0000-0000-0000-000000000000`,
    'AWS::URLSuffix': partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com',
  };
}
