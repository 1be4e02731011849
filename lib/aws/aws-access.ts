import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/** The services that the functions and `clr` call, by the names that the SDK derives those of its settings from. */
export const AWS_SERVICES = [
  'CloudTrail',
  'CloudWatch Logs',
  'Cognito Identity Provider',
  'DynamoDB',
  'EventBridge',
  'Firehose',
  'Lambda',
  'Resource Groups Tagging API',
  'S3',
  'SQS',
  'SSM',
  'STS',
] as const;
export type AwsService = (typeof AWS_SERVICES)[number];

/**
 * The Region, the credentials and the endpoints of SDK clients. A client takes a missing member from the environment, as all clients
 * of the functions do.
 */
export interface AwsAccess {
  readonly region?: string;
  readonly credentials?: NonNullable<DynamoDBClientConfig['credentials']>;
  /** The endpoints that replace those of AWS. If it is set, a service that is not in it has the endpoint of AWS. */
  readonly endpoints?: ReadonlyMap<AwsService, string>;
}

/** Returns the options of the client of one service. */
export function clientAccess({ endpoints, ...access }: AwsAccess, service: AwsService) {
  const endpoint = endpoints?.get(service);
  return {
    ...access,
    ...(endpoint !== undefined && { endpoint }),
    // The SDK would take the endpoint of the default profile.
    ...(endpoints && { ignoreConfiguredEndpointUrls: true }),
  };
}
