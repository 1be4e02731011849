/**
 * Every SDK call has a timeout: a socket that hangs must not eat the function's time. `requestTimeout` ends with the
 * answer's head; the body has `socketTimeout`, which counts from the last byte.
 */
export const requestHandler = {
  connectionTimeout: 1_000,
  requestTimeout: 5_000,
  socketTimeout: 5_000,
  throwOnRequestTimeout: true,
};
