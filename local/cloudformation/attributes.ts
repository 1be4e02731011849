import { partitionOf } from '../core/partition.ts';
import type { Attributes, ResolveContext } from './resolve-context.ts';

type Named = (property: string) => string;

/**
 * Returns the values of `Ref` and `Fn::GetAtt` for a resource of this type. `property` returns a resolved
 * property, or an empty string when it is not set. A resource without a name is named after the stack and its
 * logical ID, as in CloudFormation.
 */
export function attributesOf(
  { accountRegion, stackName }: ResolveContext,
  logicalId: string,
  type: string,
  property: Named,
): Attributes {
  const { account, region, endpoint } = accountRegion;
  const partition = partitionOf(region);
  const regional = (service: string, resource: string) =>
    `arn:${partition}:${service}:${region}:${account}:${resource}`;
  const named: Named = (name) => property(name) || `${stackName}-${logicalId}`;
  switch (type) {
    case 'AWS::SQS::Queue': {
      const name = named('QueueName');
      const url = `${endpoint}/${account}/${name}`;
      return { Ref: url, Arn: regional('sqs', name), QueueName: name, QueueUrl: url };
    }
    case 'AWS::DynamoDB::Table': {
      const name = named('TableName');
      return { Ref: name, Arn: regional('dynamodb', `table/${name}`) };
    }
    case 'AWS::Lambda::Function': {
      const name = named('FunctionName');
      return { Ref: name, Arn: regional('lambda', `function:${name}`) };
    }
    case 'AWS::Events::Rule': {
      const name = named('Name');
      return { Ref: name, Arn: regional('events', `rule/${name}`) };
    }
    case 'AWS::IAM::Role': {
      const name = named('RoleName');
      return { Ref: name, Arn: `arn:${partition}:iam::${account}:role${property('Path') || '/'}${name}` };
    }
    case 'AWS::Logs::LogGroup': {
      const name = named('LogGroupName');
      return { Ref: name, Arn: regional('logs', `log-group:${name}:*`) };
    }
    case 'AWS::S3::Bucket': {
      const name = named('BucketName').toLowerCase();
      return { Ref: name, Arn: `arn:${partition}:s3:::${name}` };
    }
    case 'AWS::SNS::Topic': {
      const arn = regional('sns', named('TopicName'));
      return { Ref: arn, TopicArn: arn };
    }
    default:
      return { Ref: `${stackName}-${logicalId}` };
  }
}
