import type { Command } from 'commander';
import {
  example,
  wholeNumber,
  withFormat,
  withService,
  withWriteRate,
  withYes,
} from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addApplyCommand(program: Command): void {
  example(
    withFormat(withWriteRate(withYes(withService(program.command('apply')))))
      .summary('Write the parameters and policies of a folder')
      .description('Show what a folder changes, ask, and make Parameter Store match the folder')
      .argument('<folder>', 'Folder with pools/<UserPoolId>.yaml and policies/<name>.yaml')
      .option('--prune', 'Also delete the parameters and policies that have no file', false)
      .option(
        '--accept-deletions <n>',
        'With --prune: accept deletions for this number of pools',
        wholeNumber,
      )
      .option('--no-checks', 'Plan without checks of tier, threat protection and destinations')
      .option('--all', 'Show each file and pool of the plan by itself', false)
      .option('--wait', 'Wait for the outcomes of the pools and for the rollouts', false)
      .option('--timeout <seconds>', 'With --wait: stop waiting after this time', wholeNumber, 900),
    ['clr apply .', 'clr apply . --prune --yes --wait'],
  ).action((folder, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runApply(terminal, folder, options)),
  );
}
