#!/usr/bin/env node
import { CommanderError } from 'commander';
import { handleOutputErrors } from './command-line/output-errors.ts';
import { EXIT } from './errors/exit-codes.ts';
import { createCompletingProgram, createProgram } from './program.ts';
import type { ServiceOptions } from './service/options.ts';

// Node.js 20 is supported. Hide the warning that SDK versions from 2027 require a newer one.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const outputError = handleOutputErrors();

/** How the operator selected the service, for the commands in error messages. */
let selection: ServiceOptions = {};

/** Runs the command. Sets the exit code for every error. */
try {
  const isCompleting = ['complete', 'completion'].includes(process.argv[2] ?? '');
  const program = isCompleting ? await createCompletingProgram() : createProgram();
  program.hook('preAction', (_, command) => {
    selection = command.opts();
  });
  await program.parseAsync();
} catch (error) {
  process.exitCode = error instanceof CommanderError ? commanderExitCode(error) : await reportError(error);
}
process.exitCode = outputError() ?? process.exitCode;

function commanderExitCode(error: CommanderError): number {
  return error.exitCode === 0 ? EXIT.success : EXIT.usage;
}

/** Prints the problem and the next step, one line each, and with --verbose the stack trace. */
async function reportError(error: unknown): Promise<number> {
  const { describeError } = await import('./errors/describe-error.ts');
  const { errorText } = await import('./errors/error-text.ts');
  const { wrapWidth } = await import('./terminal/terminal.ts');
  const described = describeError(error);
  process.stderr.write(errorText(described, selection, wrapWidth(process.stderr, process.env)));
  if (process.argv.includes('--verbose')) {
    const { inspect } = await import('node:util');
    const { visible } = await import('./terminal/visible.ts');
    process.stderr.write(`${visible(inspect(error), false)}\n`);
  }
  return described.exitCode;
}
