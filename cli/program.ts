import { Command } from 'commander';
import { BASH_COMPLETION } from './command-line/bash-completion.ts';
import { addHelpCommand } from './command-line/help-command.ts';
import { formatItem, optionDescription } from './command-line/help-item.ts';
import { example } from './command-line/options.ts';
import { packageVersion } from './command-line/package-version.ts';
import { withUsageErrors } from './command-line/usage-error.ts';
import { addApplyCommand } from './commands/apply/command.ts';
import { addDeleteCommand } from './commands/delete/command.ts';
import { addDemoCommand } from './commands/demo/command.ts';
import { addDoctorCommand } from './commands/doctor/command.ts';
import { addExplainCommand } from './commands/explain/command.ts';
import { addExportCommand } from './commands/export/command.ts';
import { addFreezeCommand, addUnfreezeCommand } from './commands/freeze/command.ts';
import { addGetCommand } from './commands/get/command.ts';
import { addHistoryCommand } from './commands/history/command.ts';
import { addImportCommand } from './commands/import/command.ts';
import { addInitCommand } from './commands/init/command.ts';
import { addListCommand } from './commands/list/command.ts';
import { addLocalCommand } from './commands/local/command.ts';
import { addModeCommand } from './commands/mode/command.ts';
import { addPlanCommand } from './commands/plan/command.ts';
import { addPolicyCommand } from './commands/policy/command.ts';
import { addPutCommand } from './commands/put/command.ts';
import { addReportCommand } from './commands/report/command.ts';
import { addRolloutCommand } from './commands/rollout/command.ts';
import { addStatusCommand } from './commands/status/command.ts';
import { addSweepCommand } from './commands/sweep/command.ts';
import { addSyncCommand } from './commands/sync/command.ts';
import { addValidateCommand } from './commands/validate/command.ts';

/** The order is the order in the help. */
const COMMANDS = [
  addInitCommand,
  addValidateCommand,
  addPutCommand,
  addGetCommand,
  addDeleteCommand,
  addModeCommand,
  addPolicyCommand,
  addRolloutCommand,
  addImportCommand,
  addExportCommand,
  addPlanCommand,
  addApplyCommand,
  addExplainCommand,
  addStatusCommand,
  addListCommand,
  addHistoryCommand,
  addReportCommand,
  addSyncCommand,
  addDoctorCommand,
  addSweepCommand,
  addFreezeCommand,
  addUnfreezeCommand,
  addLocalCommand,
  addDemoCommand,
] as const;

/** Returns the command line. Loads no other code before a command runs. */
export function createProgram(): Command {
  const program = commands();
  // Only documented here. createCompletingProgram implements it, so that only completion loads its library.
  example(
    program
      .command('completion')
      .description('Print the completion script of a shell')
      .argument('<shell>', 'Shell: bash, zsh or fish'),
    ['source <(clr completion bash)', 'clr completion fish > ~/.config/fish/completions/clr.fish'],
  );
  addHelpCommand(program);
  return withUsageErrors(program);
}

/** Returns the command line with shell completion: the script that `completion` prints calls `complete`. */
export async function createCompletingProgram(): Promise<Command> {
  const { default: complete } = await import('@bomb.sh/tab/commander');
  const program = commands();
  addHelpCommand(program);
  const completer = complete(program, { completionCommandName: 'completion' });
  // By default, the shell never completes file names. Without suggestions they are the right ones.
  Object.defineProperty(completer, 'directive', {
    get: () => (completer.completions.length > 0 ? NO_FILE_NAMES : FILE_NAMES),
    set: () => undefined,
  });
  program.commands
    .find((command) => command.name() === 'completion')
    ?.action((shell: string) => {
      if (shell === 'bash') process.stdout.write(`${BASH_COMPLETION}\n`);
      else completer.setup('clr', 'clr', shell);
    });
  return withUsageErrors(program);
}

/** The directives of the completion protocol, which the scripts for zsh and fish follow. */
const [FILE_NAMES, NO_FILE_NAMES] = [0, 4];

/** Returns the subcommands of a command; the command itself without subcommands. */
const leaves = (command: Command): readonly Command[] =>
  command.commands.length > 0 ? command.commands.flatMap(leaves) : [command];

function commands(): Command {
  const program = new Command('clr')
    .description('Keep the log delivery configuration of Cognito user pools in sync with SSM parameters')
    .version(packageVersion(), '-V, --version', 'Print the version')
    .helpOption('-h, --help', 'Show help')
    .helpCommand(false)
    .configureHelp({ minWidthToWrap: 20, formatItem, optionDescription })
    // Otherwise an option of the program hides an option with the same name of a command.
    .enablePositionalOptions()
    .exitOverride();
  for (const addCommand of COMMANDS) addCommand(program);
  // Not an option of the program, because `local` has another option with this name.
  for (const command of program.commands.flatMap(leaves))
    if (!command.options.some(({ long }) => long === '--verbose'))
      command.option('--verbose', 'Show the stack trace of an error', false);
  return program;
}
