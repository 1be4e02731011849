import type { Stack } from '../cell.ts';
import type { Cells, LocalCell } from '../cells.ts';
import { type Identities, partitionOf } from '../identity.ts';
import { type Answer, AwsError } from './answer.ts';
import type { HttpRequest } from './dispatch.ts';
import { answerRest } from './rest.ts';

interface Route {
  readonly operation: string;
  readonly method: string;
  readonly path: RegExp;
  readonly answer: (
    cell: LocalCell,
    stack: Stack,
    functionName: string,
    request: HttpRequest,
  ) => Promise<Answer>;
}

const routes: readonly Route[] = [
  {
    operation: 'lambda.Invoke',
    method: 'POST',
    path: /^\/2015-03-31\/functions\/([^/]+)\/invocations\/?$/,
    answer: invokeIn,
  },
  {
    operation: 'lambda.GetFunctionConfiguration',
    method: 'GET',
    path: /^\/2015-03-31\/functions\/([^/]+)\/configuration\/?$/,
    answer: configurationIn,
  },
];

/**
 * Lambda Invoke and GetFunctionConfiguration, by their paths; undefined for any other. Errors as Lambda's REST JSON
 * has them.
 */
export function invoke(
  cells: Cells,
  identities: Identities,
  request: HttpRequest,
): Promise<Answer> | undefined {
  const path = request.path.split('?')[0] ?? '';
  const route = routes.find((one) => one.method === request.method && one.path.test(path));
  const encoded = route?.path.exec(path)?.[1];
  if (route === undefined || encoded === undefined) return undefined;
  return answerRest(cells, identities, request, {
    name: route.operation,
    answer: (cell) => called(cell, route, decoded(encoded), request),
    fail: errorAnswer,
    idHeader: 'x-amzn-requestid',
  });
}

async function called(
  cell: LocalCell,
  route: Route,
  reference: string,
  request: HttpRequest,
): Promise<Answer> {
  const name = functionName(cell, reference);
  const stack = cell.stack();
  if (name === undefined || stack === undefined || !stack.functionNames.includes(name))
    throw new AwsError(
      'ResourceNotFoundException',
      `Function not found: ${name === undefined ? reference : arnOf(cell, name)}`,
      404,
    );
  return route.answer(cell, stack, name, request);
}

async function configurationIn(_: LocalCell, stack: Stack, name: string): Promise<Answer> {
  return { status: 200, headers: lambdaHeaders, body: JSON.stringify(stack.configuration(name)) };
}

async function invokeIn(cell: LocalCell, stack: Stack, name: string, request: HttpRequest): Promise<Answer> {
  const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
  if (type === 'DryRun') return { status: 204, headers: lambdaHeaders, body: '' };
  if (type !== 'RequestResponse' && type !== 'Event')
    throw new AwsError(
      'InvalidParameterValueException',
      `Value '${type}' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]`,
    );
  const result = await stack.invoke(name, payloadOf(request.body), type);
  if (result === undefined)
    throw new AwsError('ResourceNotFoundException', `Function not found: ${arnOf(cell, name)}`, 404);
  return {
    status: result.statusCode,
    headers: {
      ...lambdaHeaders,
      'x-amz-executed-version': '$LATEST',
      ...(result.functionError !== undefined && { 'x-amz-function-error': result.functionError }),
    },
    body: result.payload,
  };
}

/** A name, `account:function:name` or a whole ARN, each with or without a qualifier; undefined: of elsewhere. */
function functionName(cell: LocalCell, reference: string): string | undefined {
  const form =
    /^(?:arn:[\w-]+:lambda:(?<region>[\w-]+):)?(?:(?<account>\d{12}):function:)?(?<name>[\w-]+)(?::[\w$-]+)?$/;
  const { region = cell.region, account = cell.account, name } = form.exec(reference)?.groups ?? {};
  return region === cell.region && account === cell.account ? name : undefined;
}

/** What is not URL encoding names no function, and is left as it stands. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function payloadOf(body: Buffer): string {
  const text = body.length === 0 ? '{}' : body.toString();
  try {
    JSON.parse(text);
  } catch {
    throw new AwsError('InvalidRequestContentException', 'Could not parse request body into json.');
  }
  return text;
}

function arnOf(cell: LocalCell, name: string): string {
  return `arn:${partitionOf(cell.region)}:lambda:${cell.region}:${cell.account}:function:${name}`;
}

const lambdaHeaders = { 'content-type': 'application/json' };

function errorAnswer(error: unknown): Answer {
  const known = error instanceof AwsError;
  return {
    status: known ? error.status : 500,
    headers: { ...lambdaHeaders, 'x-amzn-errortype': known ? error.name : 'ServiceException' },
    body: JSON.stringify({
      Type: known ? 'User' : 'Service',
      Message: error instanceof Error ? error.message : String(error),
    }),
  };
}
