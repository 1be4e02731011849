import type { ExitCode } from '../../errors/exit-codes.ts';
import { checkFile } from '../../files/check-file.ts';
import { readParameterFile } from '../../files/parameter-file.ts';
import { putFile } from '../../parameters/put-file.ts';
import { poolParameter } from '../../parameters/subject.ts';
import type { WriteOptions } from '../../parameters/write-parameter.ts';
import { endWrite } from '../../parameters/write-result.ts';
import { checkExists } from '../../pools/check-exists.ts';
import { type PoolSelector, selectPool } from '../../pools/select-pools.ts';
import { openService } from '../../service/open-service.ts';
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
  const { settings } = service;
  const userPoolId = await selectPool(service, selector);
  await checkExists(terminal, service, userPoolId);
  const checked = { file, ...checkFile(file, userPoolId, settings) };
  const result = await putFile(terminal, service, poolParameter(settings, userPoolId), checked, options);
  return endWrite(terminal, settings, options.output, result);
}
