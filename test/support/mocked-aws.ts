import {
  CognitoIdentityProviderClient,
  GetLogDeliveryConfigurationCommand,
  ListUserPoolsCommand,
  SetLogDeliveryConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import {
  ChangeMessageVisibilityCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { GetParametersByPathCommand, GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';

/** Mocks all clients of the composition roots until the end of the test file. `reset` simulates an empty account. */
export function mockedAws() {
  const cognito = mockClient(CognitoIdentityProviderClient);
  const dynamo = mockClient(DynamoDBClient);
  const bridge = mockClient(EventBridgeClient);
  const sqs = mockClient(SQSClient);
  const ssm = mockClient(SSMClient);
  const tagging = mockClient(ResourceGroupsTaggingAPIClient);
  const mocks = [cognito, dynamo, bridge, sqs, ssm, tagging];
  afterAll(() => {
    for (const mock of mocks) mock.restore();
  });
  return {
    cognito,
    dynamo,
    bridge,
    sqs,
    ssm,
    tagging,
    reset() {
      for (const mock of mocks) mock.reset();
      cognito.on(GetLogDeliveryConfigurationCommand).resolves({});
      cognito.on(SetLogDeliveryConfigurationCommand).resolves({});
      cognito.on(ListUserPoolsCommand).resolves({});
      dynamo.on(GetItemCommand).resolves({});
      dynamo.on(PutItemCommand).resolves({});
      dynamo.on(ScanCommand).resolves({});
      // A slot is always free.
      dynamo.on(UpdateItemCommand).callsFake(() => ({ Attributes: { Next: { N: String(Date.now()) } } }));
      bridge.on(PutEventsCommand).resolves({});
      sqs.on(GetQueueAttributesCommand).resolves({});
      sqs.on(SendMessageBatchCommand).resolves({});
      sqs.on(ChangeMessageVisibilityCommand).resolves({});
      ssm.on(GetParametersCommand).resolves({});
      ssm.on(GetParametersByPathCommand).resolves({});
      tagging.on(GetResourcesCommand).resolves({});
    },
  };
}
