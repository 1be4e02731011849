import { join } from 'node:path';
import { parameterName } from '../../../lib/domain/user-pool-id.ts';
import { CliError } from '../../errors/cli-error.ts';
import { describeError } from '../../errors/describe-error.ts';
import { writeNewFile } from '../../files/new-file.ts';
import { putParameter } from '../../parameters/parameter-store.ts';
import type { OpenService } from '../../service/open-service.ts';
import { type Adopted, EMPTY } from './adopt.ts';
import type { ImportResult } from './result.ts';

type Ready = Extract<Adopted, { kind: 'Ready' }>;

const EXISTS = 'Remove the file, or specify another folder.';

/** Returns a function that writes a file to the folder or, without a folder, a parameter. */
export function createWriter(
  service: OpenService,
  folder: string | undefined,
): (one: Ready) => Promise<ImportResult> {
  return async ({ userPoolId, text, isEmpty }) => {
    const to =
      folder === undefined
        ? parameterName(service.settings.prefix, userPoolId)
        : join(folder, `${userPoolId}.json`);
    try {
      if (folder !== undefined) await writeNewFile(to, `${text}\n`, false, EXISTS);
      else if ((await putParameter(service, to, text, true)) === 'Exists')
        return { userPoolId, result: 'exists', to, reasons: ['Another client created the parameter first.'] };
      return { userPoolId, result: 'written', to, reasons: isEmpty ? [EMPTY] : [] };
    } catch (error) {
      const { message, hint } = describeError(error);
      return {
        userPoolId,
        result: 'failed',
        to,
        reasons: error instanceof CliError ? [message, hint] : [message],
      };
    }
  };
}
