import type { Command } from 'commander';
import { count, example, poolId, poolIds, withFormat, withService } from './options.ts';
import { run } from './run-command.ts';

/** Commands that read the fleet, or ask the service to act. */
export function addFleetCommands(program: Command): void {
  example(
    withFormat(withService(program.command('status')))
      .summary('the fleet, what needs a person first')
      .description('Lists what came of each pool, what needs a person first.')
      .argument('[pool...]', 'only these', poolIds)
      .option('--failed', 'only what is not as it should be', false)
      .option('--live', 'read parameters and pools too', false)
      .option('--watch', 'again every two seconds, until Ctrl-C', false),
    ['clr status --failed', 'clr status --watch'],
  ).action((pools, options) =>
    run(async (terminal) =>
      (await import('../commands/status/run.ts')).runStatus(terminal, pools ?? [], options),
    ),
  );

  example(
    withFormat(withService(program.command('history')))
      .summary('what happened to a pool, and by whom')
      .description('Tells what was desired when and by whom, what was done, and who else wrote.')
      .argument('<pool>', "the user pool's id", poolId),
    ['clr history eu-west-1_aBcDeFgHi'],
  ).action((pool, options) =>
    run(async (terminal) => (await import('../commands/history/run.ts')).runHistory(terminal, pool, options)),
  );

  example(
    withService(program.command('report'))
      .summary('the whole fleet and its history in one page')
      .description(
        'Writes one HTML page for an auditor: every pool, what drifted, who did it, what was done.',
      )
      .requiredOption('--html <file>', 'where to; - is standard output')
      .option('--live', 'read the pools too', false)
      .option('--force', 'write over a file that is there', false),
    ['clr report --html report.html'],
  ).action((options) =>
    run(async (terminal) => (await import('../commands/report/run.ts')).runReport(terminal, options)),
  );

  example(
    withFormat(withService(program.command('sync')))
      .summary('have the service look now, and wait')
      .description('Asks the service to look at pools now, and waits for what comes of it.')
      .argument('[pool...]', 'without any, every managed pool', poolIds)
      .option('--timeout <seconds>', 'wait no longer', count, 120),
    ['clr sync eu-west-1_aBcDeFgHi'],
  ).action((pools, options) =>
    run(async (terminal) =>
      (await import('../commands/sync/run.ts')).runSync(terminal, pools ?? [], options),
    ),
  );

  example(
    withFormat(withService(program.command('doctor')))
      .summary('can it work? what is wrong, and what mends it')
      .description('Looks at the stack, the pools and their destinations before anything is applied.')
      .argument('[pool...]', 'without any, every managed pool', poolIds)
      .option('--wells', 'also tell what is well', false),
    ['clr doctor', 'clr doctor eu-west-1_aBcDeFgHi'],
  ).action((pools, options) =>
    run(async (terminal) =>
      (await import('../commands/doctor/run.ts')).runDoctor(terminal, pools ?? [], options),
    ),
  );

  example(
    withFormat(withService(program.command('sweep')))
      .summary('one pass over every pool, now')
      .description(
        'Has the service make one pass over every pool, now. Exit code 1 where it was skipped or held.',
      )
      .option('--accept-deletions <n>', 'so many deletions at once are meant: releases a hold', count),
    ['clr sweep', 'clr sweep --accept-deletions 30'],
  ).action((options) =>
    run(async (terminal) => (await import('../commands/sweep/run.ts')).runSweep(terminal, options)),
  );
}
