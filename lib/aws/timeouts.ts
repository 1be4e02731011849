/** Every SDK call has a timeout: a socket that hangs must not eat the function's time. */
export const requestHandler = {
  connectionTimeout: 1_000,
  requestTimeout: 5_000,
  throwOnRequestTimeout: true,
};
