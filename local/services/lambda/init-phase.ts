/** The error of a bundle that cannot be loaded, in the form of Lambda. */
export interface InitError {
  readonly errorType: string;
  readonly errorMessage: string;
}

/** Lambda allows ten seconds for loading a bundle. The timeout of the function starts afterwards. */
export const INIT_TIMEOUT_SECONDS = 10;

/**
 * The time in which a bundle loads. It is over after the first call of `end`. `onTimeout` is called after the
 * ten seconds of Lambda.
 */
export function createInitPhase(onTimeout: () => void) {
  let resolve: (error: InitError | undefined) => void = () => {};
  const ended = new Promise<InitError | undefined>((settle) => {
    resolve = settle;
  });
  const timer = setTimeout(onTimeout, INIT_TIMEOUT_SECONDS * 1000);
  let over = false;
  return {
    ended,
    over: () => over,
    end(error: InitError | undefined) {
      over = true;
      clearTimeout(timer);
      resolve(error);
    },
  };
}
