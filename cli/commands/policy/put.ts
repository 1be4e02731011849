import { parsePolicyValue } from '../../../lib/domain/policy/parse.ts';
import type { Settings } from '../../../lib/domain/settings.ts';
import type { ExitCode } from '../../errors/exit-codes.ts';
import { checkPolicyFile } from '../../files/check-file.ts';
import { type ParameterFile, readParameterFile } from '../../files/parameter-file.ts';
import { policyNameOfFile } from '../../files/policy-name.ts';
import { putFile } from '../../parameters/put-file.ts';
import { policyParameter } from '../../parameters/subject.ts';
import type { WriteOptions } from '../../parameters/write-parameter.ts';
import { endWrite, type WriteResult } from '../../parameters/write-result.ts';
import { checkPolicyName } from '../../policies/policy-file.ts';
import { openService } from '../../service/open-service.ts';
import { shellWord } from '../../service/profiles.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** Runs `clr policy put`: writes a policy from a file, after a check. */
export async function runPolicyPut(
  terminal: Terminal,
  name: string,
  fileName: string,
  options: WriteOptions,
): Promise<ExitCode> {
  checkPolicyName(name);
  const file = await readParameterFile(fileName);
  const service = await openService(options);
  const { settings } = service;
  const checked = { file, ...checkPolicyFile(file, name, settings) };
  // A plan takes the name of the policy from the file, and would show another policy.
  const canBePlanned = fileName !== '-' && policyNameOfFile(fileName) === name;
  if (checked.errors.length === 0 && canBePlanned)
    terminal.info(`To see the effect on each pool first, run: clr plan --policy ${shellWord(fileName)}`);
  const result = await putFile(terminal, service, policyParameter(settings, name), checked, options);
  if (isRolledOut(result, file, name, settings))
    terminal.info(
      `The change reaches its pools in waves. To follow it, run: clr rollout status ${name} --watch`,
    );
  return endWrite(terminal, settings, options.output, result);
}

/** Whether the written version starts a rollout with more than one wave. The description is not part of one. */
function isRolledOut(
  { result, differences }: WriteResult,
  { source }: ParameterFile,
  name: string,
  settings: Settings,
): boolean {
  if (result !== 'written' && result !== 'overwrote') return false;
  if (differences.every(({ path }) => path === 'Description')) return false;
  const parsed = source.kind === 'Read' ? parsePolicyValue(source.value, name, settings) : undefined;
  return parsed?.kind === 'Valid' && parsed.policy.Rollout.Waves.length > 1;
}
