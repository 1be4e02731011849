/** One invocation of a function. Retries have the same values. */
export interface Invocation {
  readonly requestId: string;
  readonly payload: string;
  /** The value of `_X_AMZN_TRACE_ID`, which the SDK sends with each call of the function. */
  readonly traceHeader: string;
}
