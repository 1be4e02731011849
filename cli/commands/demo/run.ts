import pc from 'picocolors';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { printStep } from '../local/output.ts';
import { startLocal } from '../local/start.ts';
import { createSteps } from '../local/steps.ts';
import { aborted, stopSignal } from '../local/stop-signal.ts';
import { ACCOUNT, REGION } from './account.ts';
import { print } from './output.ts';
import { DemoStepError } from './wait.ts';

/**
 * `clr demo`: returns 0, 1 with an error that describes the failed step, or 130 after Ctrl-C, also while it packages
 * the service. Leaves no temporary files in all three cases.
 */
export async function runDemo(): Promise<ExitCode> {
  const stop = stopSignal();
  const interrupted = aborted(stop).then((): ExitCode => EXIT.interrupted);
  print(
    `${pc.bold('cognito-log-reconciler')} keeps the log delivery of Cognito user pools in sync with SSM parameters.`,
  );
  print(pc.dim('Packaging the service and starting the local cloud …'));
  const options = { port: 0, reconciler: true, quotaScale: 1, param: {}, account: ACCOUNT, region: REGION };
  const steps = createSteps(printStep);
  const cloud = await startLocal(options, stop, steps).catch((error: unknown) =>
    stop.aborted ? undefined : printFailure('The local cloud did not start', error),
  );
  if (cloud === undefined) return stop.aborted ? EXIT.interrupted : EXIT.error;
  print(
    `${pc.dim('Ready at')} ${cloud.url}${pc.dim(`, account ${ACCOUNT}, Region ${REGION}, after ${steps.total()}`)}`,
  );
  try {
    // They load the SDK. The local cloud is ready sooner without them.
    const [{ demoClientAt }, { runScenario }] = await Promise.all([
      import('./clients.ts'),
      import('./scenario.ts'),
    ]);
    const completed = runScenario(demoClientAt(cloud.url)).then((): ExitCode => EXIT.success);
    return await Promise.race([interrupted, completed]);
  } catch (error) {
    if (!(error instanceof DemoStepError)) throw error;
    printFailure('This step failed', error);
    return EXIT.error;
  } finally {
    await cloud.close();
  }
}

function printFailure(summary: string, error: unknown): undefined {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`\n${pc.red(summary)}: ${message}\n`);
}
