import type { DestinationProblem, PoolProblem } from '../../lib/domain/finding.ts';

const PROBLEMS: Readonly<Record<DestinationProblem | PoolProblem, string>> = {
  LogGroupMissing: 'the log group does not exist',
  StreamMissing: 'the stream does not exist',
  StreamTagMissing: 'the stream does not have the tag LogDeliveryEnabled=true',
  BucketMissing: 'the bucket does not exist',
  TierTooLow: 'the tier is below PLUS',
  ThreatProtectionOff: 'threat protection is off',
};

/** Returns why a pool does not deliver logs. */
export const problemText = (problem: DestinationProblem | PoolProblem): string => PROBLEMS[problem];
