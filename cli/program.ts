import { Command } from 'commander';
import { addFileCommands } from './command-line/files.ts';
import { addFleetCommands } from './command-line/fleet.ts';
import { addLocalCommands } from './command-line/local.ts';
import { example } from './command-line/options.ts';
import { addParameterCommands } from './command-line/parameters.ts';
import { packageVersion } from './package-version.ts';

/** The command line as commander has it. Nothing else is loaded before a command is called. */
export function createProgram(): Command {
  const program = commands();
  // Told here and done by createCompletingProgram, so that its library is loaded for nothing else.
  example(
    program
      .command('completion')
      .description('print the completion of a shell')
      .argument('<shell>', 'bash, zsh or fish'),
    ['source <(clr completion bash)', 'clr completion fish > ~/.config/fish/completions/clr.fish'],
  );
  return program;
}

/** The same with completion at work: `completion` prints a shell's script, which then calls `complete`. */
export async function createCompletingProgram(): Promise<Command> {
  const { default: complete } = await import('@bomb.sh/tab/commander');
  const program = commands();
  complete(program, { completionCommandName: 'completion' });
  return program;
}

function commands(): Command {
  const program = new Command('clr')
    .description('Keeps the log delivery of Cognito user pools as their parameters say')
    .version(packageVersion())
    // A program's option would else be taken from a command that has one of the same name.
    .enablePositionalOptions()
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
