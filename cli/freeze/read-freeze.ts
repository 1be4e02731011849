import { type Freeze, freezeParameterName, parseFreeze } from '../../lib/domain/freeze.ts';
import { AwsCallError } from '../../lib/reconcile/errors.ts';
import { historyOf, readNamed } from '../parameters/parameter-store.ts';
import type { OpenService } from '../service/open-service.ts';

/** A freeze: its actor, time and reason. */
export interface FreezeView extends Freeze {
  /** ISO 8601. */
  readonly since: string;
  /** The ARN of the principal, if it is known. */
  readonly by?: string;
}

type Ports = Pick<OpenService, 'ssm' | 'settings' | 'rateLimiting' | 'context'>;

/** Returns the freeze; undefined if the service is not frozen. Without a freeze, this is one call. Throws AwsCallError. */
export async function readFreeze(ports: Ports): Promise<FreezeView | undefined> {
  const name = freezeParameterName(ports.settings.prefix);
  const stored = await readNamed(ports, name);
  if (stored === undefined) return undefined;
  const { at, by } = (await firstVersion(ports, name)) ?? stored;
  return { ...parseFreeze(stored), since: at, ...(by !== undefined && { by }) };
}

/** Like `readFreeze`; without the permission to read the parameter, returns why it is not known. */
export async function freezeIfReadable(ports: Ports): Promise<FreezeView | string | undefined> {
  try {
    return await readFreeze(ports);
  } catch (error) {
    if (!(error instanceof AwsCallError) || error.kind !== 'Permission') throw error;
    return `It is not known whether the service is frozen (ssm:${error.operation}: ${error.errorName}).`;
  }
}

/** The first version shows who froze the service. A later one only changed the reason. */
async function firstVersion(ports: Ports, name: string) {
  try {
    const [first] = await historyOf(ports, name);
    return first;
  } catch (error) {
    if (error instanceof AwsCallError && error.kind === 'Permission') return undefined;
    throw error;
  }
}
