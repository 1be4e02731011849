import { type Command, InvalidArgumentError, Option } from 'commander';
import { MAX_FREEZE_REASON_LENGTH } from '../../../lib/domain/freeze.ts';
import { example, withFormat, withService, withYes } from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';

export function addFreezeCommand(program: Command): void {
  example(
    withFormat(withService(program.command('freeze')))
      .summary('Stop all writes of the service')
      .description(
        'Stop all writes without a deployment: pools and rollouts stay unchanged until you run clr unfreeze',
      )
      .addOption(
        new Option('--reason <text>', 'Say why; status and events show it')
          .argParser(freezeReason)
          .makeOptionMandatory(),
      ),
    ['clr freeze --reason incident-4711'],
  ).action((options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runFreeze(terminal, options)),
  );
}

export function addUnfreezeCommand(program: Command): void {
  example(
    withFormat(withYes(withService(program.command('unfreeze'))))
      .summary('Start all writes of the service again')
      .description('End a freeze. A sweep then brings all pools up to date'),
    ['clr unfreeze'],
  ).action((options) =>
    runCommand(async (terminal) => (await import('./run.ts')).runUnfreeze(terminal, options)),
  );
}

function freezeReason(text: string): string {
  const { length } = text.trim();
  if (length === 0) throw new InvalidArgumentError('Found no text. Expected a reason.');
  if (length > MAX_FREEZE_REASON_LENGTH)
    throw new InvalidArgumentError(
      `Found ${length} characters. Expected at most ${MAX_FREEZE_REASON_LENGTH}.`,
    );
  return text.trim();
}
