import { lambdaContext } from './lambda-context.ts';
import { startMetering } from './metering.ts';

/** Runs the handler of the sweep function once in its own process and prints what it used. */
const { handler } = await import('../../functions/sweep.ts');
const { invoke, print, usage } = startMetering();
print('ready');
await invoke(() => handler({}, lambdaContext('cognito-log-reconciler-prod-sweep', 300_000)));
print(JSON.stringify(usage()));
