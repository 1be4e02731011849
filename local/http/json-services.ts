import type { LocalAccountRegion } from '../account-regions/local-account-region.ts';
import { AwsError } from '../core/aws-error.ts';
import type { Call, Operation } from '../core/operation.ts';
import type { ServiceResponse } from '../core/service-response.ts';
import { RECORDED_SSM_OPERATIONS, ssmTrailEvent } from '../services/cloudtrail/event-history.ts';
import { cloudTrailOperations } from '../services/cloudtrail/operations.ts';
import { cloudWatchOperations } from '../services/cloudwatch/operations.ts';
import { RECORDED_OPERATIONS, recordCall } from '../services/cognito/cloud-trail.ts';
import { cognitoOperations } from '../services/cognito/operations.ts';
import { describeRule } from '../services/events/describe-rule.ts';
import { putEvents } from '../services/events/put-events.ts';
import { firehoseOperations } from '../services/firehose/operations.ts';
import { logsOperations } from '../services/logs/operations.ts';
import { ssmOperations } from '../services/ssm/operations.ts';
import { taggingOperations } from '../services/tagging/operations.ts';
import type { Result } from './injected-fault.ts';
import { AWS_JSON_1_0, AWS_JSON_1_1, CLOUDWATCH_JSON, type Protocol } from './protocol.ts';

/** A call of a JSON service, its body parsed. */
export interface JsonCall extends Call {
  readonly operation: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly input: object;
  /** The unparsed body, for services that parse it themselves. */
  readonly body: Buffer;
}

/** A service that is chosen by the part of X-Amz-Target before the dot. */
export interface JsonService {
  /** As in the credential scope, except `cloudwatch`. `<name>.<Operation>` names an operation in quotas, faults and logs. */
  readonly name: string;
  readonly protocol: Protocol;
  /** The error name when the quota is used up. */
  readonly throttledError: string;
  supports(operation: string): boolean;
  /** Throws AwsError. */
  run(accountRegion: LocalAccountRegion, call: JsonCall): Promise<ServiceResponse> | ServiceResponse;
  /** Records a call in the trail. `input` is null when the body could not be parsed. */
  trail?(
    accountRegion: LocalAccountRegion,
    call: Call & { readonly operation: string; readonly input: object | null },
    result: Result,
  ): void;
}

interface ErrorNames {
  readonly throttled: string;
  /** For input that violates a shape. */
  readonly invalid: string;
}

/** A service whose operations are tables of this project. */
function jsonService<Store>(
  name: string,
  operations: Readonly<Record<string, Operation<Store>>>,
  { throttled, invalid }: ErrorNames,
  storeOf: (accountRegion: LocalAccountRegion) => Store,
): JsonService {
  return {
    name,
    protocol: AWS_JSON_1_1,
    throttledError: throttled,
    supports: (operation) => Object.hasOwn(operations, operation),
    run(accountRegion, call) {
      const operation = operations[call.operation];
      if (operation === undefined) throw new AwsError('UnknownOperationException', '');
      return { status: 200, body: operation.handle(storeOf(accountRegion), call.input, invalid, call) };
    },
  };
}

const cognito: JsonService = {
  ...jsonService(
    'cognito-idp',
    cognitoOperations,
    { throttled: 'TooManyRequestsException', invalid: 'InvalidParameterException' },
    (accountRegion) => accountRegion.cognito,
  ),
  trail(accountRegion, call, { response, error }) {
    if (!RECORDED_OPERATIONS.has(call.operation)) return;
    recordCall(accountRegion.bus, accountRegion.cognito, {
      call,
      operation: call.operation,
      input: call.input,
      ...(typeof response?.body === 'object' && { response: response.body }),
      ...(error && { error }),
    });
  },
};

const ssm: JsonService = {
  ...jsonService(
    'ssm',
    ssmOperations,
    { throttled: 'ThrottlingException', invalid: 'ValidationException' },
    (accountRegion) => accountRegion.ssm,
  ),
  trail({ ssm: store, trail }, call, { error }) {
    if (!RECORDED_SSM_OPERATIONS.has(call.operation)) return;
    const { operation, input } = call;
    trail.history.add(ssmTrailEvent(store, { operation, call, input, ...(error && { error }) }));
  },
};

const eventsOperations: Readonly<Record<string, Operation<LocalAccountRegion>>> = {
  PutEvents: putEvents,
  DescribeRule: describeRule,
};

const events = jsonService(
  'events',
  eventsOperations,
  { throttled: 'ThrottlingException', invalid: 'ValidationException' },
  (accountRegion) => accountRegion,
);

/** The error names for a throttled call and for invalid input are [unverified]: the model does not define them. */
const cloudtrail = jsonService(
  'cloudtrail',
  cloudTrailOperations,
  { throttled: 'ThrottlingException', invalid: 'ValidationException' },
  (accountRegion) => accountRegion.trail,
);

const logs = jsonService(
  'logs',
  logsOperations,
  { throttled: 'ThrottlingException', invalid: 'InvalidParameterException' },
  (accountRegion) => accountRegion.logs,
);

/** The error name for input that violates a shape is [unverified]: the model does not define one. */
const firehose = jsonService(
  'firehose',
  firehoseOperations,
  { throttled: 'ThrottlingException', invalid: 'ValidationException' },
  (accountRegion) => accountRegion.firehose,
);

/** The name of the error of a throttled call is [unverified] in this protocol; in the query protocol it is Throttling. */
const cloudwatch: JsonService = {
  ...jsonService(
    'cloudwatch',
    cloudWatchOperations,
    { throttled: 'ThrottlingException', invalid: 'ValidationException' },
    (accountRegion) => accountRegion.metrics,
  ),
  protocol: CLOUDWATCH_JSON,
};

/**
 * The model has no error for input that violates a shape, and an SDK reported such an error as one without a class
 * (prometheus/cloudwatch_exporter issue 440). That its name is ValidationException is [unverified].
 */
const tagging = jsonService(
  'tagging',
  taggingOperations,
  { throttled: 'ThrottledException', invalid: 'ValidationException' },
  (accountRegion) => accountRegion.tagging,
);

const sqs: JsonService = {
  name: 'sqs',
  protocol: AWS_JSON_1_0,
  throttledError: 'ThrottlingException',
  supports: () => true,
  run: (accountRegion, call) => accountRegion.sqs.handle(call.headers, call.input),
};

const dynamodb: JsonService = {
  name: 'dynamodb',
  protocol: AWS_JSON_1_0,
  throttledError: 'ThrottlingException',
  supports: () => true,
  run: (accountRegion, call) => accountRegion.dynamodb.handle(call.headers, call.body),
};

/** By the part of X-Amz-Target before the dot. */
export const JSON_SERVICES: Readonly<Record<string, JsonService>> = {
  AWSCognitoIdentityProviderService: cognito,
  AmazonSSM: ssm,
  AWSEvents: events,
  CloudTrail_20131101: cloudtrail,
  Logs_20140328: logs,
  Firehose_20150804: firehose,
  GraniteServiceVersion20100801: cloudwatch,
  ResourceGroupsTaggingAPI_20170126: tagging,
  AmazonSQS: sqs,
  DynamoDB_20120810: dynamodb,
};
