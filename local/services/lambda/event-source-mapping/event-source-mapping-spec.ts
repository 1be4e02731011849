/** An AWS::Lambda::EventSourceMapping of a standard queue. */
export interface EventSourceMappingSpec {
  readonly queueArn: string;
  readonly queueUrl: string;
  readonly functionName: string;
  /** Up to 10 without a window, up to 10,000 with one (docs/aws-facts.md#batch-size). */
  readonly batchSize: number;
  /** The time to wait for more messages when a batch is not full. 0: each receive call gives one batch. */
  readonly windowSeconds: number;
  /** The maximum number of concurrent batches. Default: 5, the initial value of Lambda. */
  readonly maximumConcurrency?: number;
  readonly reportBatchItemFailures: boolean;
}
