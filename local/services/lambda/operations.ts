import { AwsError } from '../../core/aws-error.ts';
import { partitionOf } from '../../core/partition.ts';
import type { ServiceResponse } from '../../core/service-response.ts';
import type { Stack } from '../../core/stack.ts';
import { type ForeignFunction, foreignConfiguration } from './foreign-function.ts';
import { listFunctions } from './list-functions.ts';

interface DeployedRegion {
  readonly account: string;
  readonly region: string;
  /** Seeded functions by name. A function of the stack with the same name has precedence. */
  readonly foreignFunctions: ReadonlyMap<string, ForeignFunction>;
  stack(): Stack | undefined;
}

interface Request {
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

interface LambdaOperation {
  readonly name: string;
  readonly method: string;
  /** Its first group is the function: a name, a partial ARN or an ARN, URL-encoded; empty for no function. */
  readonly path: RegExp;
  /** Throws AwsError. */
  handle(accountRegion: DeployedRegion, reference: string, request: Request): Promise<ServiceResponse>;
}

export const lambdaOperations: readonly LambdaOperation[] = [
  {
    name: 'lambda.Invoke',
    method: 'POST',
    path: /^\/2015-03-31\/functions\/([^/]+)\/invocations\/?$/,
    handle: async (accountRegion, reference, request) =>
      invoke(accountRegion, findFunction(accountRegion, reference), request),
  },
  {
    name: 'lambda.GetFunctionConfiguration',
    method: 'GET',
    path: /^\/2015-03-31\/functions\/([^/]+)\/configuration\/?$/,
    handle: async (accountRegion, reference) => {
      const foreign = foreignFunction(accountRegion, reference);
      if (foreign !== undefined) return { status: 200, body: foreignConfiguration(accountRegion, foreign) };
      const { stack, name } = findFunction(accountRegion, reference);
      return { status: 200, body: stack.configuration(name) ?? {} };
    },
  },
  {
    name: 'lambda.ListFunctions',
    method: 'GET',
    path: /^\/2015-03-31\/functions\/?()$/,
    handle: async (accountRegion, _, { query }) => listFunctions(configurations(accountRegion), query),
  },
];

/** Returns the configurations of the stack's functions and of the foreign ones. */
function configurations(accountRegion: DeployedRegion) {
  const stack = accountRegion.stack();
  const names = stack?.functionNames ?? [];
  return [
    ...names.flatMap((name) => stack?.configuration(name) ?? []),
    ...[...accountRegion.foreignFunctions.values()]
      .filter(({ FunctionName }) => !names.includes(FunctionName))
      .map((foreign) => foreignConfiguration(accountRegion, foreign)),
  ];
}

function foreignFunction(accountRegion: DeployedRegion, reference: string): ForeignFunction | undefined {
  const name = functionName(accountRegion, reference);
  if (name === undefined || accountRegion.stack()?.functionNames.includes(name)) return undefined;
  return accountRegion.foreignFunctions.get(name);
}

interface Found {
  readonly stack: Stack;
  readonly name: string;
}

function findFunction(accountRegion: DeployedRegion, reference: string): Found {
  const name = functionName(accountRegion, reference);
  const stack = accountRegion.stack();
  if (name === undefined || stack === undefined || !stack.functionNames.includes(name))
    throw notFound(name === undefined ? reference : arnOf(accountRegion, name));
  return { stack, name };
}

async function invoke(
  accountRegion: DeployedRegion,
  { stack, name }: Found,
  { headers, body }: Request,
): Promise<ServiceResponse> {
  const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
  if (type === 'DryRun') return { status: 204, body: '' };
  if (type !== 'RequestResponse' && type !== 'Event')
    throw new AwsError(
      'InvalidParameterValueException',
      `Value '${type}' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]`,
    );
  const traceHeader = headers['x-amzn-trace-id'];
  const causes = traceHeader === undefined ? [] : [traceHeader];
  const result = await stack.invoke(name, payloadOf(body), type, causes);
  if (result === undefined) throw notFound(arnOf(accountRegion, name));
  return {
    status: result.statusCode,
    headers: {
      'x-amz-executed-version': '$LATEST',
      ...(result.functionError !== undefined && { 'x-amz-function-error': result.functionError }),
    },
    body: result.payload,
  };
}

const notFound = (reference: string): AwsError =>
  new AwsError('ResourceNotFoundException', `Function not found: ${reference}`, 404);

/**
 * Returns the function's name. `reference` is a name, `account:function:name` or an ARN, each with or without a
 * qualifier. Undefined: a function of another account or Region.
 */
function functionName(
  { region: here, account: owner }: DeployedRegion,
  reference: string,
): string | undefined {
  const form =
    /^(?:arn:[\w-]+:lambda:(?<region>[\w-]+):)?(?:(?<account>\d{12}):function:)?(?<name>[\w-]+)(?::[\w$-]+)?$/;
  const { region = here, account = owner, name } = form.exec(reference)?.groups ?? {};
  return region === here && account === owner ? name : undefined;
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

const arnOf = ({ region, account }: DeployedRegion, name: string): string =>
  `arn:${partitionOf(region)}:lambda:${region}:${account}:function:${name}`;
