import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/**
 * The Region and the credentials of SDK clients. A client takes a missing member from the environment, as all clients of the
 * functions do.
 */
export interface AwsAccess {
  readonly region?: string;
  readonly credentials?: NonNullable<DynamoDBClientConfig['credentials']>;
}
