import { parsePolicyValue } from '../../../lib/domain/policy/parse.ts';
import type { Settings } from '../../../lib/domain/settings.ts';
import type { ExitCode } from '../../errors/exit-codes.ts';
import { checkPolicyFile } from '../../files/check-file.ts';
import { baseNameOf } from '../../files/file-extension.ts';
import type { ParameterFile } from '../../files/parameter-file.ts';
import { putFile } from '../../parameters/put-file.ts';
import { putVersion } from '../../parameters/put-version.ts';
import { policyParameter } from '../../parameters/subject.ts';
import { type PutOptions, readTextSource } from '../../parameters/text-source.ts';
import type { WriteOptions } from '../../parameters/write-parameter.ts';
import { endWrite, type WriteResult } from '../../parameters/write-result.ts';
import { noPolicyError } from '../../policies/no-policy.ts';
import { checkPolicyName } from '../../policies/policy-file.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import { shellWord } from '../../service/profiles.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** Runs `clr policy put`: writes a policy from a file or from an older version of it, after a check. */
export async function runPolicyPut(
  terminal: Terminal,
  name: string,
  fileName: string | undefined,
  { version, ...options }: PutOptions,
): Promise<ExitCode> {
  checkPolicyName(name);
  const source = await readTextSource(`clr policy put ${name}`, fileName, version);
  const service = await openService(options);
  const { settings } = service;
  const put =
    source.kind === 'File'
      ? putNewText(terminal, service, name, source.file, options)
      : putOldText(terminal, service, name, source.version, options);
  const { result, file } = await put;
  if (isRolledOut(result, file, name, settings))
    terminal.info(
      `The change reaches its pools in waves. To follow it, run: clr rollout status ${name} --watch`,
    );
  return endWrite(terminal, settings, options.output, result);
}

interface Put {
  readonly result: WriteResult;
  readonly file: ParameterFile;
}

async function putNewText(
  terminal: Terminal,
  service: OpenService,
  name: string,
  file: ParameterFile,
  options: WriteOptions,
): Promise<Put> {
  const { settings } = service;
  const checked = { file, ...checkPolicyFile(file, name, settings) };
  // A plan takes the name of the policy from the file, and would show another policy.
  const canBePlanned = file.name !== '-' && baseNameOf(file.name) === name;
  if (checked.errors.length === 0 && canBePlanned)
    terminal.info(`To see the effect on each pool first, run: clr plan --policy ${shellWord(file.name)}`);
  const result = await putFile(terminal, service, policyParameter(settings, name), checked, options);
  return { result, file };
}

const putOldText = (
  terminal: Terminal,
  service: OpenService,
  name: string,
  version: number,
  options: WriteOptions,
): Promise<Put> =>
  putVersion(
    terminal,
    service,
    policyParameter(service.settings, name),
    {
      version,
      check: (file) => checkPolicyFile(file, name, service.settings),
      missing: () => noPolicyError(service, name, version),
    },
    options,
  );

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
