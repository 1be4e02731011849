import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { freezeMember } from '../../freeze/freeze-json.ts';
import { freezeIfReadable } from '../../freeze/read-freeze.ts';
import { checkPolicyName } from '../../policies/policy-file.ts';
import { readPoolNames } from '../../pools/pool-names.ts';
import { rolloutExitCode } from '../../rollouts/rollout-lines.ts';
import { openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { jsonText } from '../../terminal/json.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { cutToScreen } from '../status/cut-to-screen.ts';
import { type RolloutScreen, rolloutStateText } from './render.ts';
import { type RolloutState, readAllRollouts, readOneRollout } from './state.ts';

export interface RolloutStatusOptions extends ServiceOptions {
  readonly output: OutputFormat;
  readonly watch: boolean;
}

const WATCH_INTERVAL_MS = 2_000;

/**
 * Runs `clr rollout status`: shows the open rollouts, or one with its details. Exits with 3 if a rollout halted or was aborted, and
 * with 2 while one runs. With `--watch`, it repeats until no rollout runs.
 */
export async function runRolloutStatus(
  terminal: Terminal,
  name: string | undefined,
  { output, watch, ...selection }: RolloutStatusOptions,
): Promise<ExitCode> {
  if (name !== undefined) checkPolicyName(name);
  const service = await openService(selection);
  let last = '';
  for (;;) {
    const poolNames = await readPoolNames(service);
    const state =
      name === undefined
        ? await readAllRollouts(service, poolNames)
        : await readOneRollout(service, name, poolNames);
    const freeze = await freezeIfReadable(service);
    const json = jsonText('Rollouts', service.settings, { ...state, freeze: freezeMember(freeze) });
    // A screen is drawn again because of the times. A file or a pipe gets only the changes.
    const isNew = json !== last;
    last = json;
    if (output === 'json') {
      if (isNew) terminal.print(json, 'data');
    } else if (isNew || terminal.height !== undefined)
      show(terminal, { ...state, freeze, name, now: service.clock.now(), selection, isWatch: watch });
    const code = exitCode(state);
    if (!watch || !isMoving(state)) return code;
    await sleep(WATCH_INTERVAL_MS, undefined, { signal: terminal.interrupted }).catch(() => undefined);
    if (terminal.interrupted.aborted) return EXIT.interrupted;
  }
}

function show(terminal: Terminal, screen: RolloutScreen): void {
  const text = rolloutStateText(screen, terminal);
  if (screen.isWatch) terminal.clear();
  terminal.print(screen.isWatch ? cutToScreen(text, terminal.height) : text);
}

/** Whether a rollout continues without an operator. */
const isMoving = ({ rollouts, unprocessed }: RolloutState): boolean =>
  unprocessed.length > 0 || rollouts.some(({ state }) => state === 'Running');

/** An edit that the service has not processed is a difference like a rollout that runs. */
const exitCode = ({ rollouts, unprocessed }: RolloutState): ExitCode =>
  rolloutExitCode([...rollouts, ...unprocessed.map(() => ({ state: 'Running' as const }))]);
