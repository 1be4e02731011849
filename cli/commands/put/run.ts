import { readFile } from 'node:fs/promises';
import { readJson } from '../../../lib/domain/parameter/json-text.ts';
import { parameterName } from '../../../lib/domain/user-pool-id.ts';
import type { ExitCode } from '../../errors/exit-codes.ts';
import { checkFile, formatFileIssue } from '../../files/check-file.ts';
import { replaceFile } from '../../files/new-file.ts';
import { type ParameterFile, readParameterFile } from '../../files/parameter-file.ts';
import { baseComment, baseIn, parameterArn, withBase } from '../../parameters/base-version.ts';
import { checkReadable } from '../../parameters/check-readable.ts';
import { type ParameterVersion, readParameter } from '../../parameters/parameter-store.ts';
import { type WriteOptions, writeParameter } from '../../parameters/write-parameter.ts';
import { endWrite, type WriteResult } from '../../parameters/write-result.ts';
import { checkExists } from '../../pools/check-exists.ts';
import { type PoolSelector, selectPool } from '../../pools/select-pools.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** Runs `clr put`: writes a pool's parameter from a file, after a check. */
export async function runPut(
  terminal: Terminal,
  selector: PoolSelector,
  name: string,
  options: WriteOptions,
): Promise<ExitCode> {
  const file = await readParameterFile(name);
  const service = await openService(options);
  const userPoolId = await selectPool(service, selector);
  await checkExists(terminal, service, userPoolId);
  const result = await put(terminal, service, userPoolId, file, options);
  return endWrite(terminal, service.settings, options.output, result);
}

async function put(
  terminal: Terminal,
  service: OpenService,
  userPoolId: string,
  file: ParameterFile,
  { yes, ifVersion }: WriteOptions,
): Promise<WriteResult> {
  const { errors, warnings } = checkFile(file, userPoolId, service.settings);
  for (const warning of warnings) terminal.info(`Warning: ${formatFileIssue(warning)}`);
  if (errors.length > 0) {
    for (const error of errors) terminal.info(formatFileIssue(error));
    terminal.info(`No changes made. To check the file without an AWS call, run: clr validate ${file.name}`);
    const parameter = parameterName(service.settings.prefix, userPoolId);
    return { userPoolId, name: parameter, result: 'invalid', differences: [], errors };
  }
  const before = await readParameter(service, userPoolId);
  checkReadable(before, userPoolId);
  const arn = parameterArn(service.settings, userPoolId);
  const result = await writeParameter(terminal, {
    service,
    userPoolId,
    before,
    base: ifVersion === undefined ? baseIn(file.content, arn) : { version: ifVersion },
    text: textFor(file, before),
    yes,
    command: `clr put ${userPoolId} ${file.name}`,
  });
  if (result.result === 'written' && result.newVersion !== undefined)
    await updateComment(terminal, file, arn, result.newVersion);
  return result;
}

/** Keeps the stored text when a YAML file has the same members: a new text would be a version without a change. */
function textFor({ text, content, source }: ParameterFile, before: ParameterVersion | undefined): string {
  if (before === undefined || source.kind !== 'Read' || text === content.trim()) return text;
  const stored = readJson(before.value);
  if (stored.kind === 'Broken') return text;
  return JSON.stringify(stored.value) === JSON.stringify(JSON.parse(text)) ? before.value : text;
}

/** Writes the new version to the comment of a YAML file, so that the file can be edited and put again. */
async function updateComment(
  terminal: Terminal,
  { name, content }: ParameterFile,
  arn: string,
  version: number,
): Promise<void> {
  if (name === '-' || baseIn(content, arn) === undefined) return;
  try {
    const updated = withBase(await readFile(name, 'utf8'), arn, version);
    if (updated !== undefined) await replaceFile(name, updated);
  } catch {
    const comment = baseComment(arn, { version });
    terminal.info(`The comment in ${name} still names the version before. Change it to: ${comment}`);
  }
}
