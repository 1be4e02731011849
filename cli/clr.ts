#!/usr/bin/env node
import { CommanderError } from 'commander';
import { EXIT } from './errors/exit-codes.ts';
import { createCompletingProgram, createProgram } from './program.ts';

// This runs on Node.js 20 too; what the SDK will ask for in 2027 is no news for whoever runs a command.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/** Runs the command that was asked for; this file alone says what the process ends with. */
try {
  const isCompleting = ['complete', 'completion'].includes(process.argv[2] ?? '');
  await (isCompleting ? await createCompletingProgram() : createProgram()).parseAsync();
} catch (error) {
  process.exitCode = error instanceof CommanderError ? commanderExitCode(error) : await reportError(error);
}

function commanderExitCode(error: CommanderError): number {
  return error.exitCode === 0 ? EXIT.success : EXIT.usage;
}

/** One line what, one line what to do; where it comes from with --verbose alone. */
async function reportError(error: unknown): Promise<number> {
  const { describeError } = await import('./errors/describe-error.ts');
  const { message, hint, exitCode } = describeError(error);
  process.stderr.write(`clr: ${message}\n  ${hint}\n`);
  if (process.argv.includes('--verbose')) {
    const { inspect } = await import('node:util');
    process.stderr.write(`${inspect(error)}\n`);
  }
  return exitCode;
}
