import type { AccountRegion } from '../core/account-region.ts';
import { dnsSuffixOf, partitionOf } from '../core/partition.ts';

/** The values of `Ref` and of the attributes of `Fn::GetAtt`. */
export type Attributes = Readonly<Record<string, string | undefined>>;

/** The account-region and the stack in which a template is resolved. */
export interface ResolveContext {
  readonly accountRegion: Pick<AccountRegion, 'account' | 'region' | 'endpoint'>;
  readonly stackName: string;
}

export function pseudoParameters({
  accountRegion,
  stackName,
}: ResolveContext): Readonly<Record<string, string>> {
  const { account, region } = accountRegion;
  const partition = partitionOf(region);
  return {
    'AWS::AccountId': account,
    'AWS::Region': region,
    'AWS::Partition': partition,
    'AWS::StackName': stackName,
    'AWS::StackId': `arn:${partition}:cloudformation:${region}:${account}:stack/${stackName}/00000000-0000-0000-0000-000000000000`,
    'AWS::URLSuffix': dnsSuffixOf(region),
  };
}
