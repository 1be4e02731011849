import type { Command } from 'commander';
import { example, withFormat, withService, withYes } from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

const NAME = 'The name of the policy';

export function addRolloutCommand(program: Command): void {
  const rollout = example(
    program
      .command('rollout')
      .helpCommand(false)
      .summary('Show, resume and abort rollouts of policies')
      .description('Show, resume and abort rollouts: a new version of a policy reaches its pools in waves'),
    ['clr rollout', 'clr rollout status prod --watch'],
  );
  example(
    withFormat(withService(rollout.command('status', { isDefault: true })))
      .summary('Show the open rollouts (the default)')
      .description(
        'Show the open rollouts, or the details of one (exit code 2 while one runs, 3 if one was halted or aborted)',
      )
      .argument('[policy]', 'The name of a policy; all policies if omitted')
      .option('--watch', 'Refresh every two seconds until the rollout ends or halts', false),
    ['clr rollout', 'clr rollout status prod --watch'],
  ).action((name, options) =>
    runCommand(async (terminal) => (await import('./status.ts')).runRolloutStatus(terminal, name, options)),
  );
  for (const { action, summary, description } of ACTIONS)
    example(
      withFormat(withYes(withService(rollout.command(action))))
        .summary(summary)
        .description(description)
        .argument('<policy>', NAME),
      [`clr rollout ${action} prod`],
    ).action((name, options) =>
      runCommand(async (terminal) =>
        (await import('./operate.ts')).runRolloutAction(terminal, action, name, options),
      ),
    );
}

const ACTIONS = [
  {
    action: 'resume',
    summary: 'Resume a halted rollout',
    description: 'Resume a halted rollout: the pools that failed until now no longer count',
  },
  {
    action: 'abort',
    summary: 'Abort a rollout',
    description: 'Abort a rollout: all pools return to the settled version, or leave a new policy',
  },
] as const;
