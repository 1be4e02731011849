import { cognitoUserPools } from '../../../lib/aws/user-pools.ts';
import { readFleet } from '../../pools/fleet.ts';
import type { OpenService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { noteWaiting } from '../../terminal/waiting-note.ts';

/** Returns the IDs of all pools in the account and Region that do not have a parameter. */
export async function poolsWithoutParameter(
  terminal: Terminal,
  service: OpenService,
): Promise<readonly string[]> {
  const { targets } = await readFleet(service, terminal, []);
  const managed = new Set(targets.filter(({ stored }) => stored).map(({ userPoolId }) => userPoolId));
  const ids: string[] = [];
  const endNote = noteWaiting(terminal, () => 1);
  try {
    for await (const page of cognitoUserPools(service.cognito, service.rateLimiting).pages(service.context)) {
      ids.push(...page.map(({ id }) => id).filter((id) => !managed.has(id)));
      if (terminal.interrupted.aborted) break;
    }
  } finally {
    endNote();
  }
  return ids.sort();
}
