import { crc32 } from 'node:zlib';
import { CreateLogGroupCommand, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import {
  CreateTableCommand,
  DescribeTableCommand,
  ListTagsOfResourceCommand,
  TagResourceCommand,
} from '@aws-sdk/client-dynamodb';
import { DescribeDeliveryStreamCommand } from '@aws-sdk/client-firehose';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { CreateQueueCommand, GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { pseudoParameters } from '../../local/cloudformation/resolve-context.ts';
import { useLocalCloud } from '../support/local-cloud.ts';
import { clientsAt, post } from './clients.ts';

const account = '123456789012';

/** One Region of each partition, with the partition and its DNS suffix. */
const REGIONS: readonly (readonly [string, string, string])[] = [
  ['eu-west-1', 'aws', 'amazonaws.com'],
  ['cn-north-1', 'aws-cn', 'amazonaws.com.cn'],
  ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com'],
  ['eusc-de-east-1', 'aws-eusc', 'amazonaws.eu'],
  ['us-iso-east-1', 'aws-iso', 'c2s.ic.gov'],
  ['us-isob-east-1', 'aws-iso-b', 'sc2s.sgov.gov'],
  ['eu-isoe-west-1', 'aws-iso-e', 'cloud.adc-e.uk'],
  ['us-isof-south-1', 'aws-iso-f', 'csp.hci.ic.gov'],
];

describe.each(REGIONS)('in %s, the local cloud uses the partition %s', (region, partition, dnsSuffix) => {
  const cloud = useLocalCloud({ account: '000000000000', quotaScale: 'off' });
  const clients = () => clientsAt(cloud.url, { account, region });
  const arn = (service: string, resource: string) =>
    `arn:${partition}:${service}:${region}:${account}:${resource}`;

  test('in the ARN of a pool and of the caller in its events', async () => {
    const { UserPool } = await clients().cognito.send(new CreateUserPoolCommand({ PoolName: 'p' }));
    expect(UserPool?.Arn).toBe(arn('cognito-idp', `userpool/${UserPool?.Id}`));
    const calls = await (await fetch(`${cloud.url}/_local/calls`)).text();
    expect(calls).toContain(`arn:${partition}:iam::${account}:user/${account}`);
  });

  test('in the ARN of a queue and in its redrive policy', async () => {
    const { sqs } = clients();
    const deadLetterTargetArn = arn('sqs', 'dead');
    await sqs.send(new CreateQueueCommand({ QueueName: 'dead' }));
    const { QueueUrl } = await sqs.send(
      new CreateQueueCommand({
        QueueName: 'q',
        Attributes: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 3 }) },
      }),
    );
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    expect(Attributes.QueueArn).toBe(arn('sqs', 'q'));
    expect(JSON.parse(Attributes.RedrivePolicy ?? '')).toMatchObject({ deadLetterTargetArn });
  });

  test('in the ARN of a table, which the tag operations accept and the checksum covers', async () => {
    const { dynamodb } = clients();
    await dynamodb.send(
      new CreateTableCommand({
        TableName: 'table',
        KeySchema: [{ AttributeName: 'k', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'k', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'table' }));
    const ResourceArn = arn('dynamodb', 'table/table');
    expect(Table?.TableArn).toBe(ResourceArn);
    const described = await post(cloud.url, 'DynamoDB_20120810.DescribeTable', '{"TableName":"table"}', {
      'content-type': 'application/x-amz-json-1.0',
      authorization: `AWS4-HMAC-SHA256 Credential=${account}/20261123/${region}/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
    });
    expect(described.headers.get('x-amz-crc32')).toBe(String(crc32(await described.text())));
    const Tags = [{ Key: 'k', Value: 'arn:aws:dynamodb:v' }];
    await dynamodb.send(new TagResourceCommand({ ResourceArn, Tags }));
    expect((await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn }))).Tags).toEqual(Tags);
  });

  test('in the ARNs of a parameter, a log group, a stream and a missing function', async () => {
    const { ssm, logs, firehose, lambda } = clients();
    await ssm.send(new PutParameterCommand({ Name: '/a', Value: 'v', Type: 'String' }));
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: '/a' }));
    expect(Parameter?.ARN).toBe(arn('ssm', 'parameter/a'));
    await logs.send(new CreateLogGroupCommand({ logGroupName: '/g' }));
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/g' }));
    expect(logGroups?.[0]?.arn).toBe(arn('logs', 'log-group:/g:*'));
    const stream = new DescribeDeliveryStreamCommand({ DeliveryStreamName: 's' });
    const { DeliveryStreamDescription } = await firehose.send(stream);
    expect(DeliveryStreamDescription?.DeliveryStreamARN).toBe(arn('firehose', 'deliverystream/s'));
    await expect(lambda.send(new InvokeCommand({ FunctionName: 'f' }))).rejects.toThrow(
      arn('lambda', 'function:f'),
    );
  });

  test('in the names that the admin API accepts', async () => {
    const body = JSON.stringify({ account, region, pools: [{ Id: `${region}_seeded` }] });
    const seeded = await fetch(`${cloud.url}/_local/seed`, { method: 'POST', body });
    expect(await seeded.json()).toMatchObject({ pools: [`${region}_seeded`] });
  });

  test('in the pseudo parameters of the template', () => {
    const accountRegion = { account, region, endpoint: cloud.url };
    expect(pseudoParameters({ accountRegion, stackName: 's' })).toMatchObject({
      'AWS::Partition': partition,
      'AWS::URLSuffix': dnsSuffix,
      'AWS::StackId': expect.stringMatching(`^arn:${partition}:cloudformation:${region}:${account}:stack/s/`),
    });
  });
});
