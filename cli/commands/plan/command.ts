import { type Command, Option } from 'commander';
import { example, withService } from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';
import { OUTPUT_FORMATS } from '../../terminal/output-format.ts';

/** `markdown`: only for a folder. */
const PLAN_FORMATS = [...OUTPUT_FORMATS, 'markdown'] as const;

export function addPlanCommand(program: Command): void {
  example(
    withService(program.command('plan'))
      .summary('Show what the service would change')
      .description('Show what the next sweep would change, and why (read-only)')
      .argument(
        '[target...]',
        'Pool IDs, names, patterns with *, parameter files, or one folder of clr export; all managed pools if omitted',
      )
      .addOption(
        new Option('-o, --output <format>', 'Set the output format; markdown is a comment for a pull request')
          .choices(PLAN_FORMATS)
          .default('table'),
      )
      .option(
        '--policy <file>',
        'Plan as if this policy were stored under the name of the file; can be repeated',
        (file: string, earlier: readonly string[] = []): readonly string[] => [...earlier, file],
      )
      .option('--prune', 'Plan the deletion of the parameters without a file in the folder', false)
      .option('--changes-only', 'Hide the pools without a change', false)
      .option('--all', 'Show every pool by itself, also pools with the same change', false)
      .option('--no-checks', 'Do not check tiers, threat protection and destinations')
      .option('--detailed-exitcode', 'Exit with code 2 if a pool or parameter would be written', false),
    [
      'clr plan',
      'clr plan eu-west-1_aBcDeFgHi',
      'clr plan --policy policies/prod.yaml',
      'clr plan fleet -o markdown > comment.md',
      'clr plan --detailed-exitcode config/*.json',
    ],
  ).action((names, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runPlan(terminal, names, options)),
  );
}
