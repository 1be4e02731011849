/** Says that a pool has replicas in other Regions, so that their log delivery is not forgotten. */
export const replicaText = (regions: readonly string[]): string =>
  `Replica in ${regions.join(', ')}, with a log delivery of its own.`;
