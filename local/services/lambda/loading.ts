/** Why a bundle could not be loaded, as Lambda words it. */
export interface InitFault {
  readonly errorType: string;
  readonly errorMessage: string;
}

/** Lambda gives a bundle ten seconds to load, before the function's own timeout begins. */
export const loadSeconds = 10;

/** The time of loading: over once, by what `end` is told first, or by `late` after Lambda's ten seconds. */
export function createLoading(late: () => void) {
  let resolve: (fault: InitFault | undefined) => void = () => {};
  const ended = new Promise<InitFault | undefined>((settle) => {
    resolve = settle;
  });
  const timer = setTimeout(late, loadSeconds * 1000);
  let over = false;
  return {
    ended,
    over: () => over,
    end(fault: InitFault | undefined) {
      over = true;
      clearTimeout(timer);
      resolve(fault);
    },
  };
}
