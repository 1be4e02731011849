import type { ObservedConfiguration } from './log-configuration.ts';
import { members } from './log-configuration.ts';

/** Why a destination takes no logs, though the pools that send there are configured as wanted. */
export const DESTINATION_PROBLEMS = [
  'LogGroupMissing',
  'StreamMissing',
  /** Delivery to a stream depends on its tag `LogDeliveryEnabled` (docs/aws-facts.md#stream-tag). */
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

/** Why a pool's sign-in activity is not exported, though its log delivery says so (docs/aws-facts.md#threat-protection). */
export const POOL_PROBLEMS = ['TierTooLow', 'ThreatProtectionOff'] as const;
export type PoolProblem = (typeof POOL_PROBLEMS)[number];

/** What of a user pool its log delivery depends on; undefined where Cognito did not say. */
export interface PoolProtection {
  readonly UserPoolTier: string | undefined;
  readonly AdvancedSecurityMode: string | undefined;
}

/** What keeps a pool from exporting what these entries ask for; undefined: nothing that we know of. */
export function poolProblem(
  entries: readonly ObservedConfiguration[],
  { UserPoolTier, AdvancedSecurityMode = 'OFF' }: PoolProtection,
): PoolProblem | undefined {
  if (!wantsSignIns(entries)) return undefined;
  if (UserPoolTier !== undefined && UserPoolTier !== 'PLUS') return 'TierTooLow';
  return AdvancedSecurityMode === 'OFF' ? 'ThreatProtectionOff' : undefined;
}

/** Whether the pool's tier and threat protection matter: errors of delivery are told on any. */
export const wantsSignIns = (entries: readonly ObservedConfiguration[]): boolean =>
  entries.some(({ EventSource }) => EventSource === 'userAuthEvents');
