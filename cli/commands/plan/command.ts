import type { Command } from 'commander';
import { example, withFormat, withService } from '../../command-line/options.ts';
import { withPoolFilters } from '../../command-line/pool-filter-options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addPlanCommand(program: Command): void {
  example(
    withFormat(withService(withPoolFilters(program.command('plan'))))
      .summary('Show what the service would change')
      .description('Show what the next sweep would change, and why (read-only)')
      .argument(
        '[pool|file...]',
        'Pool IDs, names, patterns with *, or parameter files; all managed pools if omitted',
      )
      .option(
        '--policy <file>',
        'Plan as if this policy were stored under the name of the file; can be repeated',
        (file: string, earlier: readonly string[] = []): readonly string[] => [...earlier, file],
      )
      .option('--changes-only', 'Hide the pools without a change', false)
      .option('--all', 'Show every pool by itself, also pools with the same change', false)
      .option('--no-checks', 'Do not check tiers, threat protection and destinations')
      .option('--detailed-exitcode', 'Exit with code 2 if a pool would be written', false),
    [
      'clr plan',
      'clr plan eu-west-1_aBcDeFgHi',
      'clr plan --policy policies/prod.yaml',
      'clr plan --detailed-exitcode config/*.json',
    ],
  ).action((names, options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runPlan(terminal, names, options)),
  );
}
