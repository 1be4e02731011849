import type { Command } from 'commander';
import { example } from '../../command-line/options.ts';

export function addDemoCommand(program: Command): void {
  example(
    program
      .command('demo')
      .summary('Show the service at work in a local cloud')
      .description('Show how the service applies, repairs and rejects configurations, in a local cloud'),
    ['clr demo'],
  ).action(async () => {
    const { runDemo } = await import('./run.ts');
    process.exitCode = await runDemo();
  });
}
