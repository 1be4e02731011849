import type { ObservedConfiguration } from './log-configuration.ts';
import { members } from './log-configuration.ts';

/** Reasons why a destination receives no logs although the pools are in sync. */
export const DESTINATION_PROBLEMS = [
  'LogGroupMissing',
  'StreamMissing',
  /** Delivery to a stream depends on its tag `LogDeliveryEnabled` (docs/aws-facts.md#stream-tag). */
  'StreamTagMissing',
  'BucketMissing',
] as const;
export type DestinationProblem = (typeof DESTINATION_PROBLEMS)[number];

/** A destination that receives no logs. Times are ISO 8601. */
export interface DestinationFinding {
  readonly Arn: string;
  readonly Problem: DestinationProblem;
  readonly Since: string;
  /** The number of pools that deliver to this destination. */
  readonly Pools: number;
}

/** Returns the destination ARNs of the entries. */
export const destinationArns = (entries: readonly ObservedConfiguration[]): readonly string[] =>
  entries.flatMap((entry) =>
    [...members(entry)].filter(([path]) => path.endsWith('Arn')).map(([, arn]) => arn),
  );

/**
 * Reasons why Cognito does not export a pool's user activity although its log delivery is configured
 * (docs/aws-facts.md#threat-protection).
 */
export const POOL_PROBLEMS = ['TierTooLow', 'ThreatProtectionOff'] as const;
export type PoolProblem = (typeof POOL_PROBLEMS)[number];

/** The pool settings that log delivery depends on; undefined if Cognito does not return them. */
export interface PoolProtection {
  readonly UserPoolTier: string | undefined;
  readonly AdvancedSecurityMode: string | undefined;
}

/** Returns why the pool does not export the logs of these entries; undefined if no problem is known. */
export function poolProblem(
  entries: readonly ObservedConfiguration[],
  { UserPoolTier, AdvancedSecurityMode = 'OFF' }: PoolProtection,
): PoolProblem | undefined {
  if (!wantsSignIns(entries)) return undefined;
  if (UserPoolTier !== undefined && UserPoolTier !== 'PLUS') return 'TierTooLow';
  return AdvancedSecurityMode === 'OFF' ? 'ThreatProtectionOff' : undefined;
}

/** Returns whether the entries need tier Plus and threat protection. `userNotification` needs neither. */
export const wantsSignIns = (entries: readonly ObservedConfiguration[]): boolean =>
  entries.some(({ EventSource }) => EventSource === 'userAuthEvents');
