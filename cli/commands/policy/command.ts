import { type Command, Option } from 'commander';
import {
  example,
  wholeNumber,
  withFormat,
  withIfVersion,
  withService,
  withYes,
} from '../../command-line/options.ts';
import { runCommand } from '../../command-line/run-command.ts';
import { GET_FORMATS } from '../../parameters/get-formats.ts';

const NAME = 'The name of the policy: lower-case letters, digits and hyphens';

export function addPolicyCommand(program: Command): void {
  const policy = example(
    program
      .command('policy')
      .helpCommand(false)
      .summary('Write, print, list and delete policies')
      .description('Write, print, list and delete policies: each configures all pools that it selects'),
    ['clr policy put prod policies/prod.yaml', 'clr policy list'],
  );
  example(
    withFormat(withIfVersion(withYes(withService(policy.command('put')))))
      .summary('Write a policy from a file')
      .description('Check a file, show the difference, ask, and write the policy')
      .argument('<name>', NAME)
      .argument('[file]', 'JSON or YAML file; - is standard input')
      .option('--version <n>', 'Write this version of the policy again, in place of a file', wholeNumber),
    ['clr policy put prod policies/prod.yaml', 'clr policy put prod --version 3'],
  ).action((name, file, options) =>
    runCommand(async (terminal) => (await import('./put.ts')).runPolicyPut(terminal, name, file, options)),
  );
  example(
    withService(policy.command('get'))
      .summary('Print a policy')
      .description('Print a policy, or an earlier version of it')
      .argument('<name>', NAME)
      .addOption(
        new Option(
          '-o, --output <format>',
          'Set the output format: the stored text, YAML with its version, or JSON',
        )
          .choices(GET_FORMATS)
          .default('text'),
      )
      .option('--version <n>', 'Print this version of the policy', wholeNumber),
    ['clr policy get prod -o yaml > policies/prod.yaml'],
  ).action((name, options) =>
    runCommand(async (terminal) => (await import('./get.ts')).runPolicyGet(terminal, name, options)),
  );
  example(
    withFormat(withService(policy.command('list')))
      .summary('List the policies')
      .description('List the policies: what they select, where they send logs, and how many pools they own'),
    ['clr policy list'],
  ).action((options) =>
    runCommand(async (terminal) => (await import('./list.ts')).runPolicyList(terminal, options)),
  );
  example(
    withFormat(withService(policy.command('history')))
      .summary('Show the versions of a policy')
      .description('Show the versions of a policy with their authors and differences, the oldest first')
      .argument('<name>', NAME),
    ['clr policy history prod'],
  ).action((name, options) =>
    runCommand(async (terminal) => (await import('./history.ts')).runPolicyHistory(terminal, name, options)),
  );
  example(
    withFormat(withIfVersion(withYes(withService(policy.command('delete')))))
      .summary('Delete a policy')
      .description('Delete a policy, after showing the effect on its pools')
      .argument('<name>', NAME),
    ['clr policy delete prod'],
  ).action((name, options) =>
    runCommand(async (terminal) => (await import('./delete.ts')).runPolicyDelete(terminal, name, options)),
  );
}
