import { readConsequence } from '../../deletions/consequence.ts';
import type { ExitCode } from '../../errors/exit-codes.ts';
import { deleteAfterQuestion } from '../../parameters/delete-parameter.ts';
import { existingParameter } from '../../parameters/no-parameter.ts';
import { poolParameter } from '../../parameters/subject.ts';
import type { WriteOptions } from '../../parameters/write-parameter.ts';
import { endWrite } from '../../parameters/write-result.ts';
import { checkChoice, checkOnlyOne, choosePools } from '../../pools/choose-pools.ts';
import type { PoolFilters } from '../../pools/pool-filters.ts';
import type { PoolSelector } from '../../pools/select-pools.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { type DeleteSeveralOptions, deleteSeveral } from './several.ts';

export interface DeleteOptions extends WriteOptions, DeleteSeveralOptions, PoolFilters {}

/** Runs `clr delete`: deletes the parameters of pools. Describes the effect on each pool before it asks for confirmation. */
export async function runDelete(
  terminal: Terminal,
  selectors: readonly PoolSelector[],
  options: DeleteOptions,
): Promise<ExitCode> {
  checkChoice(selectors, options);
  const service = await openService(options);
  const chosen = await choosePools(service, selectors, options);
  if (chosen.kind === 'One') return deleteOne(terminal, service, chosen.userPoolId, options);
  checkOnlyOne({ '--if-version': options.ifVersion }, chosen.userPoolIds.length);
  return deleteSeveral(terminal, service, chosen.userPoolIds, options);
}

async function deleteOne(
  terminal: Terminal,
  service: OpenService,
  userPoolId: string,
  options: WriteOptions,
): Promise<ExitCode> {
  const before = await existingParameter(service, userPoolId, 'To list the managed pools, run: clr status');
  const subject = poolParameter(service.settings, userPoolId);
  const deletion = { before, consequence: await readConsequence(service, userPoolId, before) };
  const result = await deleteAfterQuestion(terminal, service, subject, deletion, options);
  return endWrite(terminal, service.settings, options.output, result);
}
