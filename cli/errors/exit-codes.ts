/** What `clr` ends with; docs/clr.md tells a person the same. */
export const EXIT = {
  success: 0,
  error: 1,
  /** `plan --detailed-exitcode` found something to do. */
  changes: 2,
  /** The command did its work, and some pools failed. */
  somePoolsFailed: 3,
  /** sysexits.h's EX_USAGE. */
  usage: 64,
  /** Ctrl-C, as shells have it. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
