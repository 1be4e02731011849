import { EXIT, type ExitCode } from '../errors/exit-codes.ts';
import type { Colors } from '../terminal/terminal.ts';
import { pluralize } from '../terminal/text.ts';
import type { TargetRead } from './read-targets.ts';

/** The account and the Region of a target in the JSON of a command. Null if they are not known. */
export interface JsonTarget {
  readonly target: string;
  readonly account: string | null;
  readonly region: string | null;
  /** Why the target was not read. */
  readonly error?: string;
}

export const jsonTarget = <T>(read: TargetRead<T>): JsonTarget => ({
  target: read.target.name,
  account: read.service?.settings.account ?? null,
  region: read.service?.settings.region ?? read.target.region ?? null,
  ...(read.kind === 'Failed' && { error: read.error.message }),
});

/** Returns for example `shop (123456789012, eu-west-1)`. */
export function targetText<T>({ target, service }: TargetRead<T>): string {
  const place = service ? `${service.settings.account}, ${service.settings.region}` : target.region;
  return place === undefined || place === target.name ? target.name : `${target.name} (${place})`;
}

/** Returns one line for each target that was not read. */
export const failedLines = <T>(reads: readonly TargetRead<T>[], colors: Colors): readonly string[] =>
  reads.flatMap((read) =>
    read.kind === 'Failed' ? [`${colors.red('!')} ${targetText(read)}  not read: ${read.error.message}`] : [],
  );

/** Returns how many targets were read: `2 of 3 targets`. */
export function countText<T>(reads: readonly TargetRead<T>[]): string {
  const failed = reads.filter(({ kind }) => kind === 'Failed').length;
  const total = pluralize(reads.length, 'target');
  return failed === 0 ? total : `${reads.length - failed} of ${total}`;
}

/** Returns the exit code of a command that read several targets. An error in one of them is 3, as for a pool that failed. */
export function targetsExitCode<T>(reads: readonly TargetRead<T>[], codes: readonly ExitCode[]): ExitCode {
  const isFailed = reads.some(({ kind }) => kind === 'Failed');
  if (isFailed || codes.some((code) => code === EXIT.error || code === EXIT.somePoolsFailed))
    return EXIT.somePoolsFailed;
  return codes.find((code) => code !== EXIT.success) ?? EXIT.success;
}

/** Returns the results of the targets that were read. */
export const readOnly = <T>(reads: readonly TargetRead<T>[]) => reads.filter((read) => read.kind === 'Read');
