import pc from 'picocolors';
import { wrapWidth } from '../../terminal/terminal.ts';
import { wrapText } from '../../terminal/wrap.ts';

/** Prints the address, the settings and the environment variables that clients need. */
export function printStartMessage(
  { url, seed }: { readonly url: string; readonly seed: number },
  { reconciler, quotaScale }: { readonly reconciler: boolean; readonly quotaScale: number | 'off' },
  startTime: string,
): void {
  const scale = quotaScale === 'off' ? 'no quotas' : `AWS quotas × ${quotaScale}`;
  print(
    `The ${pc.bold('local cloud')} is ready at ${pc.cyan(url)} (${scale}, seed ${seed}, started in ${startTime}).`,
  );
  print(`To see its state, open the address in a browser. For readiness checks, use ${url}/health.`);
  print(
    reconciler
      ? 'The service runs in every account and Region that you use.'
      : 'The service is not deployed (--no-reconciler): pools are not reconciled.',
  );
  print('');
  print(`  export AWS_ENDPOINT_URL=${url} AWS_REGION=us-west-2 AWS_DEFAULT_REGION=us-west-2`);
  print(
    '  export AWS_ACCESS_KEY_ID=123456789012 AWS_SECRET_ACCESS_KEY=none   # the access key is the account ID',
  );
  print('');
  print('To stop, press Ctrl-C.');
}

/** Prints an error of `clr local`. */
export function printError(message: string): void {
  process.stderr.write(`${wrapText(`clr local: ${message}`, wrapWidth(process.stderr, process.env), 2)}\n`);
}

/** The width of `4.1 s  `. */
const STEP_INDENTATION = 7;

/** Prints how long a step of the start took, to a reader who waits for it: not to a file, a pipe or a log. */
export function printStep(line: string): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(`${wrapText(line, wrapWidth(process.stderr, process.env), STEP_INDENTATION)}\n`);
}

export function print(line: string): void {
  process.stdout.write(`${wrapText(line, wrapWidth(process.stdout, process.env))}\n`);
}
