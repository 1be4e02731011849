import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { errorName } from '../../../lib/aws/failures.ts';
import { CliError } from '../../errors/cli-error.ts';
import { type SweepResponse, sweepResponse } from './response.ts';

/** Longer than the function may take. A sweep that was invoked is not invoked again for want of an answer. */
const client = { maxAttempts: 1, requestHandler: { connectionTimeout: 5_000, requestTimeout: 310_000 } };

const functionError = z.object({ errorType: z.string().default('Error'), errorMessage: z.string() });

/** Throws CliError when a sweep is running already, and when the function fails. */
export async function invokeSweep(
  FunctionName: string,
  acceptDeletions: number,
  signal: AbortSignal,
): Promise<SweepResponse> {
  const command = new InvokeCommand({
    FunctionName,
    Payload: Buffer.from(JSON.stringify({ acceptDeletions })),
  });
  const output = await new LambdaClient(client)
    .send(command, { abortSignal: signal })
    .catch((cause: unknown) => {
      if (errorName(cause) !== 'TooManyRequestsException') throw cause;
      throw new CliError(
        'a sweep is running already',
        'wait for it: clr status tells when the last one was',
        { cause },
      );
    });
  const json: unknown = JSON.parse(Buffer.from(output.Payload ?? []).toString());
  if (output.FunctionError === undefined) return sweepResponse.parse(json);
  const { errorType, errorMessage } = functionError.parse(json);
  throw new CliError(
    `the sweep failed: ${errorType}: ${errorMessage}`,
    `its log tells more: aws logs tail /aws/lambda/${FunctionName}`,
  );
}
