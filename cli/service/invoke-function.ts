import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { type AwsAccess, clientAccess } from '../../lib/aws/aws-access.ts';
import { errorName } from '../../lib/aws/failures.ts';
import { timeouts } from '../../lib/aws/timeouts.ts';
import { CliError } from '../errors/cli-error.ts';

/** The timeout is longer than that of the functions. A function without a response is not invoked again. */
const CLIENT_OPTIONS = {
  ...timeouts,
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 310_000 },
};

const functionError = z.object({ errorType: z.string().default('Error'), errorMessage: z.string() });

/** A call of a function, and the texts for its errors. */
export interface Invocation {
  readonly FunctionName: string;
  readonly payload: object;
  /** The start of the message when the function fails, for example `The sweep failed`. */
  readonly failed: string;
  /** The error when the function already runs as often as it can. */
  readonly busy: { readonly message: string; readonly hint: string };
}

/** Invokes a function of the service and returns its response as JSON. Throws CliError when the function is busy or fails. */
export async function invokeFunction(
  aws: AwsAccess,
  { FunctionName, payload, failed, busy }: Invocation,
  signal: AbortSignal,
): Promise<unknown> {
  const command = new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(payload)) });
  const output = await new LambdaClient({ ...CLIENT_OPTIONS, ...clientAccess(aws, 'Lambda') })
    .send(command, { abortSignal: signal })
    .catch((cause: unknown) => {
      if (errorName(cause) !== 'TooManyRequestsException') throw cause;
      throw new CliError(busy.message, busy.hint, { cause });
    });
  const json: unknown = JSON.parse(Buffer.from(output.Payload ?? []).toString());
  if (output.FunctionError === undefined) return json;
  const { errorType, errorMessage } = functionError.parse(json);
  throw new CliError(
    `${failed}: ${errorType}: ${errorMessage}`,
    `To read its log, run: aws logs tail /aws/lambda/${FunctionName}`,
  );
}
