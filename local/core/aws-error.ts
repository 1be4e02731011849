/** An error with the name that AWS gives it. `status` is the HTTP status: 400 for most errors of JSON services. */
export class AwsError extends Error {
  readonly status: number;

  constructor(name: string, message: string, status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

/** A bug in this program, or a deployment that failed. JSON services name it InternalFailure. */
export class InternalError extends AwsError {
  constructor(cause: unknown) {
    super('InternalFailure', cause instanceof Error ? cause.message : String(cause), 500);
  }
}

/** Returns AwsErrors unchanged, and any other error as an InternalError. */
export const toAwsError = (error: unknown): AwsError =>
  error instanceof AwsError ? error : new InternalError(error);
