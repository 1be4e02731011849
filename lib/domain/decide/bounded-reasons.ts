/**
 * An item of the table holds 400 KB and 20 transitions, each with its reasons; a parameter of 8 KB can have
 * thousands of faults. So many characters, at three bytes each, fit twenty-one times.
 */
const MOST_CHARACTERS = 4000;
const LONGEST_REASON = 1000;
/** Kept free for the line that says how many are left out. */
const REST = 50;

/** The reasons as they are stored: all of them where they fit, else the first, and how many more there are. */
export function boundReasons(reasons: readonly string[]): readonly string[] {
  const cut = reasons.map((reason) =>
    reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON - 1)}…` : reason,
  );
  let length = 0;
  const ends = cut.map((reason) => {
    length += reason.length;
    return length;
  });
  if (length <= MOST_CHARACTERS) return cut;
  const kept = ends.filter((end) => end <= MOST_CHARACTERS - REST).length;
  return [...cut.slice(0, kept), `and ${reasons.length - kept} more`];
}
