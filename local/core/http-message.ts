/** A request, read completely. */
export interface HttpRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** The part after the question mark. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A serialized response. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Set by an injected fault: never sent, connection reset, or sent this many milliseconds later. */
  readonly delivery?: Delivery;
}

export type Delivery = 'hang' | 'reset' | { readonly late: number };
