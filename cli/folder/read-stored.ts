import { listParameters, type ParameterVersion } from '../parameters/parameter-store.ts';
import { listPolicies } from '../policies/list-policies.ts';
import type { OpenService } from '../service/open-service.ts';
import { showProgress } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { noteWaiting } from '../terminal/waiting-note.ts';
import type { ParameterKind } from './layout.ts';

/** The parameters of the service in Parameter Store. */
export interface StoredFleet {
  /** By kind, and then by the ID of the pool or the name of the policy. */
  readonly parameters: Readonly<Record<ParameterKind, ReadonlyMap<string, ParameterVersion>>>;
  /** The names below `<prefix>/policies` that cannot be the name of a policy. The service ignores these parameters. */
  readonly misnamedPolicies: readonly string[];
}

/**
 * Reads the parameters of all pools and policies, 10 a call. After Ctrl-C, the result is not complete. Throws AwsCallError or
 * RateLimitTimeoutError.
 */
export async function readStored(terminal: Terminal, service: OpenService): Promise<StoredFleet> {
  const progress = showProgress(terminal, 'Reading parameters');
  const endNote = noteWaiting(terminal, () => {
    progress.end();
    return 1;
  });
  try {
    const { policies, misnamed } = await listPolicies(service);
    progress.step(policies.size);
    const pools = new Map<string, ParameterVersion>();
    for await (const page of listParameters(service)) {
      for (const { userPoolId, stored } of page) pools.set(userPoolId, stored);
      progress.step(page.length);
      if (terminal.interrupted.aborted) break;
    }
    return {
      parameters: { Pool: pools, Policy: policies },
      misnamedPolicies: [...misnamed.keys()].toSorted(),
    };
  } finally {
    endNote();
    progress.end();
  }
}
