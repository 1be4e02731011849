/** What goes on the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Set by a fault on demand: never sent, the connection torn down, or sent so many milliseconds later. */
  readonly fate?: 'hang' | 'reset' | { readonly late: number };
}

/** An error with the name AWS gives it. `status` is what awsJson services send: 400 unless said. */
export class AwsError extends Error {
  readonly status: number;

  constructor(name: string, message: string, status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

const contentType = {
  '1.0': { 'content-type': 'application/x-amz-json-1.0' },
  '1.1': { 'content-type': 'application/x-amz-json-1.1' },
};

/** Without its request id, which the wire puts on every answer. */
export function awsJson(version: '1.0' | '1.1', status: number, body: unknown): Answer {
  return { status, headers: contentType[version], body: JSON.stringify(body) };
}

/** The SDK reads the name from `__type` (AWS facts §1, Errors). */
export function awsJsonError(version: '1.0' | '1.1', error: AwsError): Answer {
  const message = error.message === '' ? {} : { message: error.message };
  return awsJson(version, error.status, { __type: error.name, ...message });
}

/** `ok`, the name of the error in an awsJson, Lambda or S3 answer, `hang` or `reset`. */
export function outcomeOf(answer: Answer): string {
  if (typeof answer.fate === 'string') return answer.fate;
  if (answer.status < 400) return 'ok';
  const named =
    answer.headers['x-amzn-errortype'] ??
    /"__type"\s*:\s*"([^"]*)"|<Code>([^<]*)<\/Code>/.exec(answer.body)?.slice(1).find(Boolean);
  return named === undefined ? String(answer.status) : named.replace(/^.*#/, '').replace(/:.*$/, '');
}

/** The same id on the wire and in CloudTrail. */
export function withRequestId(answer: Answer, requestId: string): Answer {
  return { ...answer, headers: { ...answer.headers, 'x-amzn-requestid': requestId } };
}
