import { parameterName } from '../../../lib/domain/user-pool-id.ts';
import { CliError } from '../../errors/cli-error.ts';
import { describeError } from '../../errors/describe-error.ts';
import { newFilePath, writeParameterFile } from '../../folder/write-file.ts';
import { putParameter } from '../../parameters/parameter-store.ts';
import type { PoolNames } from '../../pools/pool-names.ts';
import type { OpenService } from '../../service/open-service.ts';
import { type Adopted, EMPTY } from './adopt.ts';
import { inheritText } from './policies-text.ts';
import type { ImportResult } from './result.ts';

type Ready = Extract<Adopted, { kind: 'Ready' }>;

/**
 * Returns a function that writes a file to the folder, in the layout of `clr export`, or, without a folder, a parameter.
 * `names`: for the comments of the files.
 */
export function createWriter(
  service: OpenService,
  folder: string | undefined,
  names: PoolNames,
): (one: Ready) => Promise<ImportResult> {
  return async ({ userPoolId, text, isEmpty, policies }) => {
    const file = { kind: 'Pool', name: userPoolId, value: text, poolName: names.get(userPoolId) } as const;
    const to =
      folder === undefined ? parameterName(service.settings.prefix, userPoolId) : newFilePath(folder, file);
    try {
      if (folder !== undefined) await writeParameterFile(folder, file);
      else if ((await putParameter(service, to, text, true)) === 'Exists')
        return { userPoolId, result: 'exists', to, reasons: ['Another client created the parameter first.'] };
      return { userPoolId, result: 'written', to, ...notesOf({ isEmpty, policies }) };
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

/** Returns what the result says about a parameter that is not the whole configuration of a pool that sends logs. */
export const notesOf = ({
  isEmpty,
  policies,
}: Pick<Ready, 'isEmpty' | 'policies'>): Pick<ImportResult, 'reasons' | 'policies'> =>
  policies.length > 0 ? { reasons: [inheritText(policies)], policies } : { reasons: isEmpty ? [EMPTY] : [] };
