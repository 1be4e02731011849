import { isOnHold } from '../../../lib/domain/mass-deletion-guard.ts';
import { parsePolicy } from '../../../lib/domain/policy/parse.ts';
import type { Settings } from '../../../lib/domain/settings.ts';
import type { ExitCode } from '../../errors/exit-codes.ts';
import { deleteAfterQuestion } from '../../parameters/delete-parameter.ts';
import { type ParameterVersion, readNamed } from '../../parameters/parameter-store.ts';
import { policyParameter } from '../../parameters/subject.ts';
import type { WriteOptions } from '../../parameters/write-parameter.ts';
import { endWrite } from '../../parameters/write-result.ts';
import type { DeletionEffect } from '../../policies/deletion-effect.ts';
import { noPolicyError } from '../../policies/no-policy.ts';
import { checkPolicyName } from '../../policies/policy-file.ts';
import { readDeletionEffect } from '../../policies/read-deletion-effect.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { formatSample, pluralize } from '../../terminal/text.ts';

/** Runs `clr policy delete`: describes the effect on the pools of the policy, asks, and deletes it. */
export async function runPolicyDelete(
  terminal: Terminal,
  name: string,
  options: WriteOptions,
): Promise<ExitCode> {
  checkPolicyName(name);
  const service = await openService(options);
  const subject = policyParameter(service.settings, name);
  const before = await readNamed(service, subject.name);
  if (before === undefined) throw await noPolicyError(service, name);
  const effect = await readDeletionEffect(terminal, service, name);
  const deletion = { before, consequence: consequence(service, name, before, effect) };
  const result = await deleteAfterQuestion(terminal, service, subject, deletion, options);
  return endWrite(terminal, service.settings, options.output, result);
}

/** Says how many pools leave the policy, which layers take them over, and what happens to the others. */
export function consequence(
  { settings }: Pick<OpenService, 'settings'>,
  name: string,
  stored: ParameterVersion,
  { managed, lostInFleet, pools, lost, takenOver, solved }: DeletionEffect,
): string {
  const grace = `the grace period of ${settings.clearGraceSeconds} s`;
  const { length } = pools;
  const ended =
    solved === 0
      ? []
      : [
          `${pluralize(solved, 'pool')} ${solved === 1 ? 'is' : 'are'} no longer rejected: the next sweep applies the remaining layer.`,
        ];
  if (length === 0)
    return ['The policy owns no pool.', ...(ended.length > 0 ? ended : ['No pool changes.'])].join(' ');
  const kept = length - lost.length;
  const layers = [...takenOver].map(([layer, count]) => `${layer} (${count})`).join(', ');
  return [
    `${pluralize(length, 'pool')} ${length === 1 ? 'leaves' : 'leave'} the policy: ${formatSample(pools, length)}.`,
    ...(kept === 0
      ? []
      : [`After ${grace}, other layers take over ${kept === length ? 'all' : kept} of them: ${layers}.`]),
    ...(lost.length === 0
      ? ['No pool loses its owner.']
      : [lostText(lost, endOf(stored, name, settings, lost.length, grace))]),
    ...ended,
    ...holdTexts({ managed, lostInFleet, pools, lost }, settings),
  ].join(' ');
}

const lostText = (lost: readonly string[], end: string): string =>
  `${pluralize(lost.length, 'pool')} ${lost.length === 1 ? 'loses its' : 'lose their'} owner: ${formatSample(lost, lost.length)}. ${end}`;

/** Returns what happens to the pools that lose their owner. */
function endOf(
  stored: ParameterVersion,
  name: string,
  settings: Settings,
  pools: number,
  grace: string,
): string {
  const parsed = parsePolicy(stored, name, settings);
  const clears = parsed.kind === 'Valid' && parsed.policy.OnDelete === 'Clear';
  return clears
    ? `OnDelete is Clear: the first sweep after ${grace} turns off the log delivery that the policy set.`
    : `After ${grace}, ${pools === 1 ? 'its' : 'their'} log delivery is left unchanged and is no longer managed.`;
}

function holdTexts(
  { managed, lostInFleet, pools, lost }: Pick<DeletionEffect, 'managed' | 'lostInFleet' | 'pools' | 'lost'>,
  settings: Settings,
): readonly string[] {
  const base = { accepted: 0, wasHeld: false };
  const isHeld =
    lost.length > 0 &&
    (isOnHold({ ...base, managed, lost: lostInFleet }, settings) ||
      isOnHold({ ...base, managed: pools.length, lost: lost.length }, settings));
  return isHeld
    ? [
        `The loss of ${pluralize(lostInFleet, 'pool')} is put on hold until you accept it: clr sweep --accept-deletions ${lostInFleet}`,
      ]
    : [];
}
