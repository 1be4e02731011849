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

const SHORT: Readonly<Record<DestinationProblem | PoolProblem, string>> = {
  LogGroupMissing: 'missing',
  StreamMissing: 'missing',
  StreamTagMissing: 'tag missing',
  BucketMissing: 'missing',
  TierTooLow: 'tier below PLUS',
  ThreatProtectionOff: 'threat protection off',
};

/** Returns the problem in the fewest words, for a cell that already names the destination. */
export const shortProblem = (problem: DestinationProblem | PoolProblem): string => SHORT[problem];
