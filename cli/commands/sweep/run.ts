import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { errorName } from '../../../lib/aws/failures.ts';
import { Failure } from '../../errors/cli-error.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { findService } from '../../service/find-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { jsonText } from '../../terminal/json.ts';
import type { Format } from '../../terminal/output-format.ts';
import { showProgress } from '../../terminal/progress.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { type Swept, sweepText, swept } from './render.ts';

export interface SweepOptions extends ServiceOptions {
  readonly output: Format;
  readonly acceptDeletions?: number;
}

/** Longer than the function may take. A sweep that was invoked is not invoked again for want of an answer. */
const client = { maxAttempts: 1, requestHandler: { connectionTimeout: 5_000, requestTimeout: 310_000 } };

/** `clr sweep`: one pass over every pool, now; with `--accept-deletions` it releases a hold. */
export async function runSweep(terminal: Terminal, options: SweepOptions): Promise<ExitCode> {
  const { sweepFunction } = await findService(options);
  const progress = showProgress(terminal, 'sweeping');
  try {
    const found = await invoke(sweepFunction, options.acceptDeletions ?? 0, terminal.interrupted);
    progress.end();
    terminal.data(options.output === 'json' ? jsonText('Sweep', { ...found }) : sweepText(found));
    return found.Result === 'Skipped' || found.Held ? EXIT.error : EXIT.fine;
  } catch (error) {
    progress.end();
    if (!terminal.interrupted.aborted) throw error;
    terminal.talk('stopped waiting; the sweep goes on by itself: clr status tells');
    return EXIT.interrupted;
  }
}

const functionError = z.object({ errorType: z.string().default('Error'), errorMessage: z.string() });

async function invoke(FunctionName: string, acceptDeletions: number, signal: AbortSignal): Promise<Swept> {
  const command = new InvokeCommand({
    FunctionName,
    Payload: Buffer.from(JSON.stringify({ acceptDeletions })),
  });
  const answer = await new LambdaClient(client)
    .send(command, { abortSignal: signal })
    .catch((cause: unknown) => {
      if (errorName(cause) !== 'TooManyRequestsException') throw cause;
      throw new Failure('a sweep is running already', 'wait for it: clr status tells when the last one was', {
        cause,
      });
    });
  const json: unknown = JSON.parse(Buffer.from(answer.Payload ?? []).toString());
  if (answer.FunctionError === undefined) return swept.parse(json);
  const { errorType, errorMessage } = functionError.parse(json);
  throw new Failure(
    `the sweep failed: ${errorType}: ${errorMessage}`,
    `its log tells more: aws logs tail /aws/lambda/${FunctionName}`,
  );
}
