import type { DestinationProblem, PoolProblem } from '../../lib/domain/finding.ts';

const PROBLEMS: Readonly<Record<DestinationProblem | PoolProblem, string>> = {
  LogGroupMissing: 'the log group is gone',
  StreamMissing: 'the stream is gone',
  StreamTagMissing: 'the stream has lost its tag LogDeliveryEnabled=true',
  BucketMissing: 'the bucket is gone',
  TierTooLow: 'the tier is below PLUS',
  ThreatProtectionOff: 'threat protection is off',
};

/** Why no logs flow, for a person. */
export const problemText = (problem: DestinationProblem | PoolProblem): string => PROBLEMS[problem];
