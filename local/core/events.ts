/** An event as EventBridge delivers it to a rule's target, with its envelope. */
export interface AwsEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

/** The sender's part of an event. The bus adds id, account, Region and time. */
export interface EventInput {
  readonly source: string;
  readonly detailType: string;
  readonly resources?: readonly string[];
  readonly detail: unknown;
}

export interface EventBus {
  /** Delivers the event to every listener, asynchronously, and returns it with its envelope. */
  put(event: EventInput): AwsEvent;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (event: AwsEvent) => void): () => void;
}
