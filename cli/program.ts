import { Command } from 'commander';
import { example } from './command-line/options.ts';
import { packageVersion } from './command-line/package-version.ts';
import { addDeleteCommand } from './commands/delete/command.ts';
import { addDemoCommand } from './commands/demo/command.ts';
import { addDoctorCommand } from './commands/doctor/command.ts';
import { addGetCommand } from './commands/get/command.ts';
import { addHistoryCommand } from './commands/history/command.ts';
import { addImportCommand } from './commands/import/command.ts';
import { addInitCommand } from './commands/init/command.ts';
import { addLocalCommand } from './commands/local/command.ts';
import { addModeCommand } from './commands/mode/command.ts';
import { addPlanCommand } from './commands/plan/command.ts';
import { addPutCommand } from './commands/put/command.ts';
import { addReportCommand } from './commands/report/command.ts';
import { addStatusCommand } from './commands/status/command.ts';
import { addSweepCommand } from './commands/sweep/command.ts';
import { addSyncCommand } from './commands/sync/command.ts';
import { addValidateCommand } from './commands/validate/command.ts';

/** In the order of the help. */
const COMMANDS = [
  addInitCommand,
  addValidateCommand,
  addPutCommand,
  addGetCommand,
  addDeleteCommand,
  addModeCommand,
  addImportCommand,
  addPlanCommand,
  addStatusCommand,
  addHistoryCommand,
  addReportCommand,
  addSyncCommand,
  addDoctorCommand,
  addSweepCommand,
  addLocalCommand,
  addDemoCommand,
] as const;

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
  for (const addCommand of COMMANDS) addCommand(program);
  // Not an option of the program, for `local` has one of its own.
  for (const command of program.commands)
    if (!command.options.some(({ long }) => long === '--verbose'))
      command.option('--verbose', 'with an error, where it comes from', false);
  return program;
}
