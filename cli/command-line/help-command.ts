import type { Command } from 'commander';
import { example } from './options.ts';

/** Adds `clr help`. The one of commander has no error for an unknown command. */
export function addHelpCommand(program: Command): void {
  example(
    program
      .command('help')
      .description('Show help for a command')
      .argument('[command]', 'Command; all commands if omitted'),
    ['clr help plan'],
  ).action((name) => {
    const found = name === undefined ? program : program.commands.find((command) => command.name() === name);
    if (found !== undefined) return found.outputHelp();
    // An error with a suggestion.
    program.parse([name], { from: 'user' });
  });
}
