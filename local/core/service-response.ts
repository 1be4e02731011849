/** The response of an operation, before the protocol serializes it. */
export interface ServiceResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is serialized as JSON; a text is sent unchanged. */
  readonly body: object | string;
  /** The name of the error, when an embedded service (SQS, DynamoDB) responds with one. */
  readonly errorName?: string;
}

/** Returns the name in `__type`, without namespace and suffix; undefined when the body is not an error. */
export function errorNameIn(body: object): string | undefined {
  const type: unknown = Reflect.get(body, '__type');
  return typeof type === 'string' ? type.replace(/^.*#/, '').replace(/:.*$/, '') : undefined;
}
