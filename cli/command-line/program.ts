import { Command } from 'commander';
import { addFileCommands } from './files.ts';
import { addFleetCommands } from './fleet.ts';
import { addLocalCommands } from './local.ts';
import { addParameterCommands } from './parameters.ts';

/** The command line as commander has it. Nothing else is loaded before a command is called. */
export function createProgram(): Command {
  const program = new Command('clr')
    .description('Keeps the log delivery of Cognito user pools as their parameters say')
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(clr --help, or clr COMMAND --help, tells more)')
    .exitOverride();
  addFileCommands(program);
  addParameterCommands(program);
  addFleetCommands(program);
  addLocalCommands(program);
  // Not an option of the program, for `local` has one of its own.
  for (const command of program.commands)
    if (!command.options.some(({ long }) => long === '--verbose'))
      command.option('--verbose', 'with an error, where it comes from', false);
  return program;
}
