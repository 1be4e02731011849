import type { Command } from 'commander';
import { example } from '../../command-line/options.ts';

export function addDemoCommand(program: Command): void {
  example(
    program
      .command('demo')
      .description('Shows the main job at work on a local cloud of its own, in under a minute.'),
    ['clr demo'],
  ).action(async () => {
    const { runDemo } = await import('./run.ts');
    process.exitCode = await runDemo();
  });
}
