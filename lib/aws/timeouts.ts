import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/**
 * Timeouts of every SDK call, in milliseconds, so that a hanging socket does not use up the function's time.
 * `requestTimeout` covers the time until the response headers. `socketTimeout` covers the body; it starts
 * again with each byte.
 */
export const requestHandler = {
  connectionTimeout: 1_000,
  requestTimeout: 5_000,
  socketTimeout: 5_000,
  throwOnRequestTimeout: true,
};

/** Long enough for a page of 1 MB at 0.8 Mbit/s. */
const MAX_BODY_MS = 10_000;

type DynamoDBExtension = NonNullable<DynamoDBClientConfig['extensions']>[number];

/** An extension of any SDK client. The clients share this part of the configuration. */
export interface Extension {
  configure(configuration: Pick<Parameters<DynamoDBExtension['configure']>[0], 'httpHandler'>): void;
}

/**
 * Returns an extension of a client that limits the time from the response headers to the end of the body, in
 * milliseconds. Without it, a body that arrives byte by byte has no limit. The call fails with a TimeoutError, which the
 * SDK retries like the other timeouts.
 */
export const bodyTimeout = (limitMs: number): Extension => ({
  configure(configuration) {
    const handler = configuration.httpHandler();
    const handle = handler.handle.bind(handler);
    handler.handle = async (request, options) => {
      const result = await handle(request, options);
      const { body } = result.response;
      if (typeof body?.destroy !== 'function') return result;
      const timer = setTimeout(() => {
        const error = new Error(`The response did not end within ${limitMs / 1000} s.`);
        error.name = 'TimeoutError';
        body.destroy(error);
      }, limitMs);
      timer.unref();
      body.once('close', () => clearTimeout(timer));
      return result;
    };
  },
});

/** The timeouts as options of a client. */
export const timeouts = { requestHandler, extensions: [bodyTimeout(MAX_BODY_MS)] };

/**
 * Options of rate-limited clients. SDK retries are off, because they would not acquire a rate limiter slot.
 */
export const withoutSdkRetries = { ...timeouts, maxAttempts: 1 };
