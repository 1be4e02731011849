import { type Command, InvalidArgumentError, Option } from 'commander';
import { example, wholeNumber } from '../../command-line/options.ts';

export function addLocalCommand(program: Command): void {
  example(
    program
      .command('local')
      .description('Starts the local cloud with the service inside: no account, no Docker.')
      .option('--port <n>', 'port on 127.0.0.1; 0 takes a free one', port, 4599)
      .option('--no-reconciler', 'start the services alone')
      .addOption(
        new Option('--quota-scale <n|off>', "AWS's quotas times n, for the local cloud and the service alike")
          .argParser(quotaScale)
          .default(1),
      )
      .option('--param <name=value>', 'a setting of serverless.yml; may be repeated', parameters, {})
      .option('--data <file>', 'keep pools, parameters and destinations in a file')
      .option('--seed <n>', 'draw ids, orders, lags and faults as a run of this seed did', wholeNumber)
      .option('--read-lag <ms>', 'reads see a write up to so much later', wholeNumber)
      .option('--verbose', "show the functions' log lines", false),
    ['clr local --port 4599 --quota-scale 10 --param clearGrace=0'],
  ).action(async (options) => {
    const { runLocal } = await import('./run.ts');
    process.exitCode = await runLocal(options);
  });
}

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65535)
    throw new InvalidArgumentError(`found ${JSON.stringify(text)}; expected a port, 0 to 65535.`);
  return value;
}

function quotaScale(text: string): number | 'off' {
  if (text === 'off') return text;
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value)))
    throw new InvalidArgumentError(`found ${JSON.stringify(text)}; expected a number above 0, or off.`);
  return value;
}

function parameters(
  text: string,
  earlier: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError(`found ${JSON.stringify(text)}; expected name=value.`);
  return { ...earlier, [text.slice(0, at)]: text.slice(at + 1) };
}
