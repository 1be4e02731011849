import { showInvisible } from '../../../lib/domain/invisible.ts';
import { parameterName } from '../../../lib/domain/user-pool-id.ts';
import { checkFile, formatFileIssue, unreadableFile } from '../../files/check-file.ts';
import { readContent } from '../../files/file-content.ts';
import { codeOf } from '../../files/file-error.ts';
import { otherKindHint } from '../../files/other-kind.ts';
import { parameterFile, poolOf } from '../../files/parameter-file.ts';
import type { PoolPlan } from '../../pools/pool-plan.ts';
import type { Target } from '../../pools/target.ts';
import type { OpenService } from '../../service/open-service.ts';
import { withSelection } from '../../terminal/with-selection.ts';

/**
 * Returns the parameter in a file for its pool, or a plan with the reasons why the service would reject it. A file that is not
 * readable or does not name its pool has the step `failed`, so that the other files are planned.
 */
export async function targetOfFile(
  { settings, selection }: OpenService,
  name: string,
): Promise<Target | PoolPlan> {
  const content = await readContent(name);
  if (content.kind === 'Unreadable') {
    const reason = formatFileIssue(unreadableFile(name, content));
    return notRead(name, codeOf(content.cause) === 'ENOENT' ? [reason, USE_ID] : [reason]);
  }
  const file = parameterFile(name, content.text);
  const userPoolId = poolOf(file);
  const { errors } = checkFile(file, userPoolId, settings);
  if (errors.length > 0) {
    const hint = otherKindHint(file, 'Pool', 'plan');
    return {
      userPoolId: userPoolId ?? name,
      step: 'rejected',
      why: 'rejected',
      differences: [],
      reasons: [
        ...errors.map(formatFileIssue),
        ...(hint === undefined ? [] : [withSelection(hint, selection)]),
      ],
    };
  }
  if (userPoolId === undefined)
    return notRead(name, [`${showInvisible(name)}: it does not name its pool.`, NAME_POOL]);
  return {
    userPoolId,
    stored: { name: parameterName(settings.prefix, userPoolId), type: 'String', value: file.text },
  };
}

const USE_ID = 'To name a pool whose name contains "/" or ends with ".json" or ".yaml", use its ID.';
const NAME_POOL = 'Add "UserPoolId" to the file, or name the file after the pool: eu-west-1_aBcDeFgHi.json';

const notRead = (name: string, reasons: readonly string[]): PoolPlan => ({
  userPoolId: name,
  step: 'failed',
  why: 'not read',
  differences: [],
  reasons,
});
