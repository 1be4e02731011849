import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  type Parameter,
  type ParameterHistory,
  PutParameterCommand,
} from '@aws-sdk/client-ssm';
import { errorName, toAwsCallError } from '../../lib/aws/failures.ts';
import { callWithRateLimit } from '../../lib/aws/rate-limiter/call-with-rate-limit.ts';
import type { StoredParameter } from '../../lib/domain/desired.ts';
import { parameterName, userPoolIdFromName } from '../../lib/domain/user-pool-id.ts';
import type { OpenService } from '../service/open-service.ts';
import { writeContext } from './write-rate.ts';

/** One version of a parameter. */
export interface ParameterVersion extends StoredParameter {
  readonly version: number;
  /** ISO 8601. */
  readonly at: string;
  /** The ARN of its author, if the call returns it. */
  readonly by?: string;
}

type Ports = Pick<OpenService, 'ssm' | 'settings' | 'rateLimiting' | 'context'>;
export type WritePorts = Pick<OpenService, 'ssm' | 'writeLimiting'>;

/**
 * Every read uses a slot of the service's share of Parameter Store's quota. Throws AwsCallError or
 * RateLimitTimeoutError.
 */
async function call<T>(
  { rateLimiting, context }: Ports,
  operation: string,
  send: () => Promise<T>,
): Promise<T> {
  return callWithRateLimit(rateLimiting, 'ParameterRead', operation, context, send).catch(
    (error: unknown) => {
      throw toAwsCallError(operation, error);
    },
  );
}

export const readParameter = (ports: Ports, userPoolId: string): Promise<ParameterVersion | undefined> =>
  readNamed(ports, parameterName(ports.settings.prefix, userPoolId));

/** Returns the parameter with this name. */
export async function readNamed(ports: Ports, Name: string): Promise<ParameterVersion | undefined> {
  const command = new GetParameterCommand({ Name, WithDecryption: false });
  const output = await call(ports, 'GetParameter', () => ports.ssm.send(command).catch(undefinedIfNotFound));
  return output?.Parameter && versionOf(output.Parameter);
}

export const parameterHistory = (ports: Ports, userPoolId: string): Promise<readonly ParameterVersion[]> =>
  historyOf(ports, parameterName(ports.settings.prefix, userPoolId));

/**
 * Returns all versions of the parameter with this name, oldest first; none when it does not exist. A parameter that was
 * created again does not have the history of the deleted one.
 */
export async function historyOf(ports: Ports, Name: string): Promise<readonly ParameterVersion[]> {
  const versions: ParameterVersion[] = [];
  let NextToken: string | undefined;
  do {
    const command = new GetParameterHistoryCommand({
      Name,
      WithDecryption: false,
      ...(NextToken && { NextToken }),
    });
    const page = await call(ports, 'GetParameterHistory', () =>
      ports.ssm.send(command).catch(undefinedIfNotFound),
    );
    versions.push(...(page?.Parameters ?? []).map(versionOf));
    NextToken = page?.NextToken;
  } while (NextToken);
  return versions;
}

/** Lists the parameters of all pools, in pages. */
export async function* listParameters(
  ports: Ports,
): AsyncIterable<readonly { readonly userPoolId: string; readonly stored: ParameterVersion }[]> {
  const { prefix } = ports.settings;
  let NextToken: string | undefined;
  do {
    const command = new GetParametersByPathCommand({
      Path: `${prefix}/pools`,
      WithDecryption: false,
      MaxResults: 10,
      ...(NextToken && { NextToken }),
    });
    const output = await call(ports, 'GetParametersByPath', () => ports.ssm.send(command));
    yield (output.Parameters ?? []).flatMap((parameter) => {
      const userPoolId = userPoolIdFromName(prefix, parameter.Name ?? '');
      return userPoolId === undefined ? [] : [{ userPoolId, stored: versionOf(parameter) }];
    });
    NextToken = output.NextToken;
  } while (NextToken);
}

/** Makes a write in a slot of Parameter Store's rate for writes, and retries a throttled one. */
const write = <T>({ writeLimiting }: WritePorts, operation: string, send: () => Promise<T>): Promise<T> =>
  callWithRateLimit(writeLimiting, 'ParameterWrite', operation, writeContext(writeLimiting), send).catch(
    (error: unknown) => {
      throw toAwsCallError(operation, error);
    },
  );

/** Called in the slot of each attempt of a write. The write ends without another attempt if it returns false. */
export type MayWrite = () => Promise<boolean>;

const always: MayWrite = async () => true;

/**
 * Writes a parameter. Returns its version, `Exists` when `isNew` is set and the parameter already exists, or `Stopped` when
 * `mayWrite` returned false.
 */
export async function putParameter(
  ports: WritePorts,
  Name: string,
  value: string,
  isNew: boolean,
  mayWrite = always,
): Promise<number | 'Exists' | 'Stopped'> {
  const command = new PutParameterCommand({
    Name,
    Type: 'String',
    Value: value,
    // Without this, AWS rejects an existing parameter: a conditional write, which SSM does not have otherwise.
    Overwrite: !isNew,
  });
  const send = async (): Promise<number | 'Exists' | 'Stopped'> => {
    if (!(await mayWrite())) return 'Stopped';
    try {
      return (await ports.ssm.send(command)).Version ?? 0;
    } catch (error) {
      if (isNew && errorName(error) === 'ParameterAlreadyExists') return 'Exists';
      throw error;
    }
  };
  return write(ports, 'PutParameter', send);
}

/** Returns false when the parameter does not exist, or when `mayWrite` returned false. */
export async function deleteParameter(ports: WritePorts, Name: string, mayWrite = always): Promise<boolean> {
  const command = new DeleteParameterCommand({ Name });
  const send = async (): Promise<boolean> => {
    if (!(await mayWrite())) return false;
    try {
      await ports.ssm.send(command);
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  };
  return write(ports, 'DeleteParameter', send);
}

const isNotFound = (error: unknown): boolean => errorName(error) === 'ParameterNotFound';

/** Within the call, because an error that `callWithRateLimit` does not know is retried. */
function undefinedIfNotFound(error: unknown): undefined {
  if (!isNotFound(error)) throw error;
}

export const versionOf = (given: Parameter & ParameterHistory): ParameterVersion => ({
  name: given.Name ?? '',
  type: given.Type ?? '',
  value: given.Value ?? '',
  version: given.Version ?? 0,
  at: given.LastModifiedDate?.toISOString() ?? '',
  ...(given.LastModifiedUser !== undefined && { by: given.LastModifiedUser }),
});
