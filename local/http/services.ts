import type { LocalCell } from '../cells.ts';
import { recordCall, recordedOperations } from '../cognito/cloud-trail.ts';
import { cognitoOperations } from '../cognito/operations.ts';
import { putEvents } from '../events/put-events.ts';
import { firehoseOperations } from '../firehose/operations.ts';
import { logsOperations } from '../logs/operations.ts';
import type { Call, Operation } from '../operation.ts';
import { ssmOperations } from '../ssm/operations.ts';
import { type Answer, AwsError, awsJson } from './answer.ts';
import { parseJson } from './body.ts';

export interface WireCall extends Call {
  readonly operation: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** One service behind the port, chosen by what stands before the dot in X-Amz-Target. */
export interface Service {
  /** As in the credential scope; `service.Operation` is what counters and faults call an operation. */
  readonly name: string;
  readonly jsonVersion: '1.0' | '1.1';
  /** The error name for a used-up quota. */
  readonly throttled: string;
  offers(operation: string): boolean;
  /** `input` is the parsed body. Throws AwsError, or answers with one on the wire. */
  answer(cell: LocalCell, call: WireCall, input: object): Promise<Answer> | Answer;
}

/** A service whose operations are tables of ours. */
function tabled<World>(
  name: string,
  operations: Readonly<Record<string, Operation<World>>>,
  errors: {
    readonly throttled: string;
    /** The error name for faults of shape. */
    readonly invalid: string;
  },
  worldOf: (cell: LocalCell) => World,
): Service {
  return {
    name,
    jsonVersion: '1.1',
    throttled: errors.throttled,
    offers: (operation) => Object.hasOwn(operations, operation),
    answer: (cell, call, input) =>
      awsJson('1.1', 200, run(operations, worldOf(cell), call, input, errors.invalid)),
  };
}

const cognito = tabled(
  'cognito-idp',
  cognitoOperations,
  { throttled: 'TooManyRequestsException', invalid: 'InvalidParameterException' },
  (cell) => cell.cognito,
);

const ssm = tabled(
  'ssm',
  ssmOperations,
  { throttled: 'ThrottlingException', invalid: 'ValidationException' },
  (cell) => cell.ssm,
);

const events = tabled(
  'events',
  { PutEvents: putEvents },
  { throttled: 'ThrottlingException', invalid: 'ValidationException' },
  (cell) => cell.bus,
);

const logs = tabled(
  'logs',
  logsOperations,
  { throttled: 'ThrottlingException', invalid: 'InvalidParameterException' },
  (cell) => cell.logs,
);

/** The error name for faults of shape is [unverified]: the model has none for them. */
const firehose = tabled(
  'firehose',
  firehoseOperations,
  { throttled: 'ThrottlingException', invalid: 'ValidationException' },
  (cell) => cell.firehose,
);

const sqs: Service = {
  name: 'sqs',
  jsonVersion: '1.0',
  throttled: 'ThrottlingException',
  offers: () => true,
  answer: (cell, call, input) => cell.sqs.answer(call.headers, input),
};

const dynamodb: Service = {
  name: 'dynamodb',
  jsonVersion: '1.0',
  throttled: 'ThrottlingException',
  offers: () => true,
  answer: (cell, call) => cell.dynamodb.answer(call.headers, call.body),
};

export const services: Readonly<Record<string, Service>> = {
  AWSCognitoIdentityProviderService: cognito,
  AmazonSSM: ssm,
  AWSEvents: events,
  Logs_20140328: logs,
  Firehose_20150804: firehose,
  AmazonSQS: sqs,
  DynamoDB_20120810: dynamodb,
};

function run<World>(
  operations: Readonly<Record<string, Operation<World>>>,
  world: World,
  call: WireCall,
  input: object,
  invalid: string,
): object {
  const operation = operations[call.operation];
  if (operation === undefined) throw new AwsError('UnknownOperationException', '');
  return operation.answer(world, input, invalid, call);
}

/** What a trail would see of a call: nothing, but for the writes of Cognito. */
export function recordInTrail(service: Service, cell: LocalCell, call: WireCall, answer: Answer): void {
  if (service !== cognito || !recordedOperations.has(call.operation)) return;
  const answered: unknown = JSON.parse(answer.body);
  recordCall(cell.bus, cell.cognito, {
    call,
    operation: call.operation,
    body: readable(call.body),
    ...resultOf(answer, answered),
  });
}

function resultOf(answer: Answer, answered: unknown) {
  if (typeof answered !== 'object' || answered === null) return {};
  if (answer.status < 400) return { response: answered };
  return {
    error: {
      name: String(Reflect.get(answered, '__type')),
      message: String(Reflect.get(answered, 'message')),
    },
  };
}

/** Null where the body could not be read: the call failed for that, and is recorded without parameters. */
function readable(body: Buffer): object | null {
  try {
    return parseJson(body);
  } catch {
    return null;
  }
}
