import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parameterName } from '../../../lib/domain/user-pool-id.ts';
import { describeError } from '../../errors/describe-error.ts';
import { putParameter } from '../../parameters/parameter-store.ts';
import type { OpenService } from '../../service/open-service.ts';
import type { Adopted } from './adopt.ts';
import type { ImportResult } from './result.ts';

type Ready = Extract<Adopted, { kind: 'Ready' }>;

/** Returns a function that writes a file to the folder or, without a folder, a parameter. */
export async function createWriter(
  service: OpenService,
  folder: string | undefined,
): Promise<(one: Ready) => Promise<ImportResult>> {
  if (folder !== undefined) await mkdir(folder, { recursive: true });
  return async ({ userPoolId, text }) => {
    const to =
      folder === undefined
        ? parameterName(service.settings.prefix, userPoolId)
        : join(folder, `${userPoolId}.json`);
    try {
      if (folder !== undefined) await writeFile(to, `${text}\n`, { flag: 'wx' });
      else if ((await putParameter(service, userPoolId, text, true)) === 'Exists')
        return { userPoolId, result: 'exists', to, reasons: ['Another client created the parameter first.'] };
      return { userPoolId, result: 'written', to, reasons: [] };
    } catch (error) {
      return { userPoolId, result: 'failed', to, reasons: [describeError(error).message] };
    }
  };
}
