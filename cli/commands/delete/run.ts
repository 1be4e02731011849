import type { ExitCode } from '../../errors/exit-codes.ts';
import { deleteAfterQuestion } from '../../parameters/delete-parameter.ts';
import { noParameterError } from '../../parameters/no-parameter.ts';
import { readParameter } from '../../parameters/parameter-store.ts';
import { poolParameter } from '../../parameters/subject.ts';
import type { WriteOptions } from '../../parameters/write-parameter.ts';
import { endWrite } from '../../parameters/write-result.ts';
import { type PoolSelector, selectPool } from '../../pools/select-pools.ts';
import { openService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { readConsequence } from './consequence.ts';

/** `clr delete`: deletes the parameter. Describes the effect on the pool before it asks for confirmation. */
export async function runDelete(
  terminal: Terminal,
  selector: PoolSelector,
  options: WriteOptions,
): Promise<ExitCode> {
  const service = await openService(options);
  const userPoolId = await selectPool(service, selector);
  const before = await readParameter(service, userPoolId);
  if (before === undefined)
    throw await noParameterError(
      service,
      userPoolId,
      `${userPoolId} does not have a parameter`,
      'To list the managed pools, run: clr status',
    );
  const subject = poolParameter(service.settings, userPoolId);
  const deletion = { before, consequence: await readConsequence(service, userPoolId, before) };
  const result = await deleteAfterQuestion(terminal, service, subject, deletion, options);
  return endWrite(terminal, service.settings, options.output, result);
}
