import { showInvisible } from '../invisible.ts';

/**
 * The reasons of one status or transition are limited to this length. A parameter of 8 KB can have thousands
 * of errors. A table item is limited to 400 KB and stores 21 lists of reasons: the status and 20 transitions.
 * 21 lists of 4,000 characters, at three bytes each, fit.
 */
const MAX_CHARACTERS = 4000;
const MAX_REASON_LENGTH = 1000;
/** Reserved for the last line, which contains the number of omitted reasons. */
const RESERVED = 50;

/** Returns the reasons to store: all if they fit, otherwise the first ones and the number of the others. */
export function boundReasons(reasons: readonly string[]): readonly string[] {
  // A reason can contain a message of AWS, which quotes the value.
  const shortened = reasons
    .map(showInvisible)
    .map((reason) =>
      reason.length > MAX_REASON_LENGTH ? `${reason.slice(0, MAX_REASON_LENGTH - 1)}…` : reason,
    );
  let length = 0;
  const ends = shortened.map((reason) => {
    length += reason.length;
    return length;
  });
  if (length <= MAX_CHARACTERS) return shortened;
  const kept = ends.filter((end) => end <= MAX_CHARACTERS - RESERVED).length;
  return [...shortened.slice(0, kept), `and ${reasons.length - kept} more`];
}
