/** An AWS::Lambda::EventSourceMapping of a standard queue. */
export interface EventSourceMappingSpec {
  readonly queueArn: string;
  readonly queueUrl: string;
  readonly functionName: string;
  /** Up to 10 without a window, up to 10,000 with one (AWS facts §6). */
  readonly batchSize: number;
  /** How long a batch that is not full waits for more; 0 hands over at once what one receive gave. */
  readonly windowSeconds: number;
  /** Batches at once: 5 unless said, with which Lambda starts. */
  readonly maximumConcurrency?: number;
  readonly reportBatchItemFailures: boolean;
}
