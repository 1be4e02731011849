/** Why a bundle could not be loaded, as Lambda words it. */
export interface InitError {
  readonly errorType: string;
  readonly errorMessage: string;
}

/** Lambda gives a bundle ten seconds to load, before the function's own timeout begins. */
export const INIT_TIMEOUT_SECONDS = 10;

/** The time of loading: over once, by what `end` is told first, or by `late` after Lambda's ten seconds. */
export function createInitPhase(late: () => void) {
  let resolve: (fault: InitError | undefined) => void = () => {};
  const ended = new Promise<InitError | undefined>((settle) => {
    resolve = settle;
  });
  const timer = setTimeout(late, INIT_TIMEOUT_SECONDS * 1000);
  let over = false;
  return {
    ended,
    over: () => over,
    end(fault: InitError | undefined) {
      over = true;
      clearTimeout(timer);
      resolve(fault);
    },
  };
}
