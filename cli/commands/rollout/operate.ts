import * as z from 'zod';
import { command, type RolloutCommand } from '../../../lib/domain/rollout/operator.ts';
import { CliError } from '../../errors/cli-error.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { freezeLine } from '../../freeze/freeze-text.ts';
import { freezeIfReadable } from '../../freeze/read-freeze.ts';
import { declined } from '../../parameters/write-messages.ts';
import { checkPolicyName } from '../../policies/policy-file.ts';
import { rolloutViews } from '../../rollouts/read-rollouts.ts';
import { invokeFunction } from '../../service/invoke-function.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { confirm } from '../../terminal/confirm.ts';
import { jsonText } from '../../terminal/json.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import { showProgress } from '../../terminal/progress.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { pluralize } from '../../terminal/text.ts';
import { withSelection } from '../../terminal/with-selection.ts';
import { effectOf } from './effect.ts';

export interface RolloutActionOptions extends ServiceOptions {
  readonly output: OutputFormat;
  readonly yes: boolean;
}

const QUESTIONS = { resume: 'Resume the rollout?', abort: 'Abort the rollout?' } as const;

/** Runs `clr rollout resume` and `clr rollout abort`: says what happens to the pools, asks, and invokes the policies function. */
export async function runRolloutAction(
  terminal: Terminal,
  action: RolloutCommand,
  name: string,
  { output, yes, ...selection }: RolloutActionOptions,
): Promise<ExitCode> {
  checkPolicyName(name);
  const service = await openService(selection);
  terminal.info(await describe(service, action, name));
  if (!(await confirm(terminal, QUESTIONS[action], yes))) return declined(terminal);
  const { sent } = await invoke(terminal, service, action, name);
  if (output === 'json')
    terminal.print(
      jsonText('RolloutAction', service.settings, { policy: name, action, poolsSent: sent }),
      'data',
    );
  const freeze = await freezeIfReadable(service);
  if (freeze !== undefined) terminal.info(freezeLine(freeze, service.clock.now()));
  const follow = action === 'resume' ? `clr rollout status ${name} --watch` : `clr rollout status ${name}`;
  const done = action === 'resume' ? 'Resumed' : 'Aborted';
  terminal.info(
    withSelection(
      `${done}. ${pluralize(sent, 'pool is', 'pools are')} processed now. To see the result, run: ${follow}`,
      selection,
    ),
  );
  return EXIT.success;
}

/** Returns the effect of the command. Throws CliError if the command is not possible, with the reason of the service. */
async function describe(service: OpenService, action: RolloutCommand, name: string): Promise<string> {
  const stored = (await service.rollouts.read([name])).get(name);
  const result = command(stored ?? { Name: name, Revision: 0 }, action, service.clock.now());
  if (result.kind === 'Impossible') throw rejected(result.reason);
  const [view] = rolloutViews(service, stored ? [stored] : []);
  return view === undefined ? '' : effectOf(view, action, service.settings);
}

const rejected = (reason: string): CliError =>
  new CliError(reason, 'To see all open rollouts, run: clr rollout status');

const response = z.object({ sent: z.number(), rejected: z.string().optional() });

async function invoke(
  terminal: Terminal,
  { deployed }: OpenService,
  action: RolloutCommand,
  policy: string,
): Promise<z.output<typeof response>> {
  const progress = showProgress(terminal, 'Waiting for the service');
  try {
    const json = await invokeFunction(
      deployed.aws,
      {
        FunctionName: deployed.policiesFunction,
        payload: { rollout: action, policy },
        failed: 'The policies function failed',
        busy: { message: 'The policies function is busy.', hint: 'Try again in a few seconds.' },
      },
      terminal.interrupted,
    );
    const result = response.parse(json);
    if (result.rejected !== undefined) throw rejected(result.rejected);
    return result;
  } catch (error) {
    if (!terminal.interrupted.aborted) throw error;
    throw new CliError(
      'Interrupted. The service continues with the command.',
      `To see its result, run: clr rollout status ${policy}`,
      { exitCode: EXIT.interrupted },
    );
  } finally {
    progress.end();
  }
}
