import { isOnHold } from '../../../lib/domain/mass-deletion-guard.ts';
import { parsePolicy } from '../../../lib/domain/policy/parse.ts';
import type { ExitCode } from '../../errors/exit-codes.ts';
import { deleteAfterQuestion } from '../../parameters/delete-parameter.ts';
import { type ParameterVersion, readNamed } from '../../parameters/parameter-store.ts';
import { policyParameter } from '../../parameters/subject.ts';
import type { WriteOptions } from '../../parameters/write-parameter.ts';
import { endWrite } from '../../parameters/write-result.ts';
import { noPolicyError } from '../../policies/no-policy.ts';
import { type OwnedPools, readOwnedPools } from '../../policies/owned-pools.ts';
import { checkPolicyName } from '../../policies/policy-file.ts';
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
  const deletion = { before, consequence: consequence(service, name, before, await readOwnedPools(service)) };
  const result = await deleteAfterQuestion(terminal, service, subject, deletion, options);
  return endWrite(terminal, service.settings, options.output, result);
}

/** Says how many pools leave the policy and what then happens to them. */
export function consequence(
  { settings }: Pick<OpenService, 'settings'>,
  name: string,
  stored: ParameterVersion,
  { managed, byPolicy }: OwnedPools,
): string {
  const pools = byPolicy.get(name) ?? [];
  const { length } = pools;
  if (length === 0) return 'The policy owns no pool. No pool changes.';
  const parsed = parsePolicy(stored, name, settings);
  const clears = parsed.kind === 'Valid' && parsed.policy.OnDelete === 'Clear';
  const end = clears
    ? 'OnDelete is Clear: without such a layer, the sweep turns off the log delivery that the policy set.'
    : 'Without such a layer, their log delivery is left unchanged and is no longer managed.';
  const lost = { lost: length, accepted: 0, wasHeld: false };
  const held = [managed, length].some((of) => isOnHold({ ...lost, managed: of }, settings));
  const hold = held
    ? ` The loss of ${length} pools is put on hold until you accept it: clr sweep --accept-deletions ${length}`
    : '';
  return `${pluralize(length, 'pool')} ${length === 1 ? 'leaves' : 'leave'} the policy: ${formatSample(pools, length)}. After the grace period of ${settings.clearGraceSeconds} s, the next parameter or policy that applies to a pool takes over. ${end}${hold}`;
}
