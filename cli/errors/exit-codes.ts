/** Exit codes of `clr`. docs/clr.md documents them. */
export const EXIT = {
  success: 0,
  error: 1,
  /** `plan --detailed-exitcode` found changes; or `status` or `rollout status` found a rollout that runs. */
  changes: 2,
  /** The command completed, but some pools failed. */
  somePoolsFailed: 3,
  /** EX_USAGE in sysexits.h. */
  usage: 64,
  /** Ctrl-C: 128 + SIGINT, the convention of shells. */
  interrupted: 130,
  /** The reader closed standard output: 128 + SIGPIPE, the convention of shells. */
  closedPipe: 141,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
