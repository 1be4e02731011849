import type { DeployedService } from '../../service/find-service.ts';
import { invokeFunction } from '../../service/invoke-function.ts';
import { type SweepResponse, sweepResponse } from './response.ts';

/** Invokes the sweep function. Throws CliError when another sweep is running, and when the function fails. */
export const invokeSweep = async (
  { aws, sweepFunction }: Pick<DeployedService, 'aws' | 'sweepFunction'>,
  acceptDeletions: number,
  signal: AbortSignal,
): Promise<SweepResponse> =>
  sweepResponse.parse(
    await invokeFunction(
      aws,
      {
        FunctionName: sweepFunction,
        payload: { acceptDeletions },
        failed: 'The sweep failed',
        busy: {
          message: 'Another sweep is running.',
          hint: 'To see when the last sweep ended, run: clr status',
        },
      },
      signal,
    ),
  );
