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
