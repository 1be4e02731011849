import { type Command, InvalidArgumentError, Option } from 'commander';
import { example, wholeNumber } from '../../command-line/options.ts';

export function addLocalCommand(program: Command): void {
  example(
    program
      .command('local')
      .summary('Start the local cloud with the service')
      .description('Start the local cloud with the service, without an AWS account or Docker')
      .option('--port <n>', 'Listen on this port of 127.0.0.1; 0 selects a free port', port, 4599)
      .option('--no-reconciler', 'Start the local cloud without the service')
      .addOption(
        new Option(
          '--quota-scale <n|off>',
          'Multiply the AWS quotas by n, for the local cloud and the service',
        )
          .argParser(quotaScale)
          .default(1),
      )
      .option('--param <name=value>', 'Set a parameter of serverless.yml; repeatable', parameters, {})
      .option('--data <file>', 'Keep pools, parameters and destinations in this file')
      .option('--seed <n>', 'Repeat the IDs, order, delays and faults of a run with this seed', wholeNumber)
      .option(
        '--read-lag <ms>',
        'Delay the visibility of writes by up to this many milliseconds',
        wholeNumber,
      )
      .option('--verbose', 'Show the log of the functions', false),
    ['clr local --port 4599 --quota-scale 10 --param clearGrace=0'],
  ).action(async (options) => {
    const { runLocal } = await import('./run.ts');
    process.exitCode = await runLocal(options);
  });
}

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65535)
    throw new InvalidArgumentError(`Found ${JSON.stringify(text)}. Expected a port from 0 to 65535.`);
  return value;
}

function quotaScale(text: string): number | 'off' {
  if (text === 'off') return text;
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value)))
    throw new InvalidArgumentError(
      `Found ${JSON.stringify(text)}. Expected a number greater than 0, or off.`,
    );
  return value;
}

function parameters(
  text: string,
  earlier: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError(`Found ${JSON.stringify(text)}. Expected name=value.`);
  return { ...earlier, [text.slice(0, at)]: text.slice(at + 1) };
}
