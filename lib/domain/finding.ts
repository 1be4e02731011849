import type { ObservedConfiguration } from './log-configuration.ts';
import { members } from './log-configuration.ts';

/** Why a destination takes no logs, though the pools that send there are configured as wanted. */
export const DESTINATION_PROBLEMS = [
  'LogGroupMissing',
  'StreamMissing',
  /** Delivery to a stream depends on its tag `LogDeliveryEnabled` (AWS facts §2). */
  'StreamTagMissing',
  'BucketMissing',
] as const;
export type DestinationProblem = (typeof DESTINATION_PROBLEMS)[number];

/** A destination that was seen to take no logs. Times are ISO 8601. */
export interface DestinationFinding {
  readonly Arn: string;
  readonly Problem: DestinationProblem;
  readonly Since: string;
  /** How many pools send there. */
  readonly Pools: number;
}

/** The ARNs that entries send to. */
export const destinationArns = (entries: readonly ObservedConfiguration[]): readonly string[] =>
  entries.flatMap((entry) =>
    [...members(entry)].filter(([path]) => path.endsWith('Arn')).map(([, arn]) => arn),
  );
