import { newReplicas, type Replicas, sameReplicas } from '../domain/replicas.ts';
import type { ReplicaStore, Telemetry } from './ports.ts';

/** The number of pools that the log line names. */
const SAMPLE = 20;

/**
 * Stores the replicas of the managed pools if they changed, and logs the pools with a new replica. Log delivery is configured
 * in each Region separately (docs/aws-facts.md#replicas), so an operator must configure the replica too.
 */
export async function recordReplicas(
  { replicas: store, telemetry }: { readonly replicas: ReplicaStore; readonly telemetry: Telemetry },
  replicas: Replicas,
): Promise<void> {
  const before = await store.read();
  if (sameReplicas(replicas, before)) return;
  const added = newReplicas(replicas, before);
  if (added.length > 0) {
    const regions = [...new Set(added.flatMap((id) => replicas.get(id) ?? []))].toSorted();
    telemetry.warn('replicas found', { pools: added.length, userPoolIds: added.slice(0, SAMPLE), regions });
  }
  await store.write(replicas);
}
