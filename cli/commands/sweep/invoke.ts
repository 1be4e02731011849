import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { errorName } from '../../../lib/aws/failures.ts';
import { timeouts } from '../../../lib/aws/timeouts.ts';
import { CliError } from '../../errors/cli-error.ts';
import { type SweepResponse, sweepResponse } from './response.ts';

/** The timeout is longer than the function's own. A sweep without a response is not invoked again. */
const CLIENT_OPTIONS = {
  ...timeouts,
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 310_000 },
};

const functionError = z.object({ errorType: z.string().default('Error'), errorMessage: z.string() });

/** Invokes the sweep function. Throws CliError when another sweep is running, and when the function fails. */
export async function invokeSweep(
  FunctionName: string,
  acceptDeletions: number,
  signal: AbortSignal,
): Promise<SweepResponse> {
  const command = new InvokeCommand({
    FunctionName,
    Payload: Buffer.from(JSON.stringify({ acceptDeletions })),
  });
  const output = await new LambdaClient(CLIENT_OPTIONS)
    .send(command, { abortSignal: signal })
    .catch((cause: unknown) => {
      if (errorName(cause) !== 'TooManyRequestsException') throw cause;
      throw new CliError('Another sweep is running.', 'To see when the last sweep ended, run: clr status', {
        cause,
      });
    });
  const json: unknown = JSON.parse(Buffer.from(output.Payload ?? []).toString());
  if (output.FunctionError === undefined) return sweepResponse.parse(json);
  const { errorType, errorMessage } = functionError.parse(json);
  throw new CliError(
    `The sweep failed: ${errorType}: ${errorMessage}`,
    `To read its log, run: aws logs tail /aws/lambda/${FunctionName}`,
  );
}
