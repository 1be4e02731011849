import type { ExitCode } from '../../errors/exit-codes.ts';
import { checkFile } from '../../files/check-file.ts';
import { noPoolVersionError } from '../../parameters/no-parameter.ts';
import { putFile } from '../../parameters/put-file.ts';
import { putVersion } from '../../parameters/put-version.ts';
import { poolParameter } from '../../parameters/subject.ts';
import { type PutOptions, readTextSource } from '../../parameters/text-source.ts';
import { endWrite } from '../../parameters/write-result.ts';
import { checkExists } from '../../pools/check-exists.ts';
import { type PoolSelector, selectPool } from '../../pools/select-pools.ts';
import { openService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** Runs `clr put`: writes a pool's parameter from a file or from an older version of it, after a check. */
export async function runPut(
  terminal: Terminal,
  selector: PoolSelector,
  name: string | undefined,
  { version, ...options }: PutOptions,
): Promise<ExitCode> {
  const source = await readTextSource('clr put POOL', name, version);
  const service = await openService(options);
  const { settings } = service;
  const userPoolId = await selectPool(service, selector);
  await checkExists(terminal, service, userPoolId);
  const subject = poolParameter(settings, userPoolId);
  if (source.kind === 'File') {
    const checked = { file: source.file, ...checkFile(source.file, userPoolId, settings) };
    const result = await putFile(terminal, service, subject, checked, options);
    return endWrite(terminal, settings, options.output, result);
  }
  const wanted = {
    version: source.version,
    check: (file: Parameters<typeof checkFile>[0]) => checkFile(file, userPoolId, settings),
    missing: () => noPoolVersionError(service, userPoolId, source.version),
  };
  const { result } = await putVersion(terminal, service, subject, wanted, options);
  return endWrite(terminal, settings, options.output, result);
}
