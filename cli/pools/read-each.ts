import { CliError } from '../errors/cli-error.ts';
import { describeError } from '../errors/describe-error.ts';
import { EXIT, type ExitCode } from '../errors/exit-codes.ts';
import type { OpenService } from '../service/open-service.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { formatSample, pluralize } from '../terminal/text.ts';
import { withSelection } from '../terminal/with-selection.ts';
import { collapse } from './collapse.ts';
import { mapPools } from './map-pools.ts';
import { nameAndId, readPoolNames, withNames } from './pool-names.ts';

export interface NamedPool {
  readonly userPoolId: string;
  /** The name at the last sweep. */
  readonly userPoolName?: string;
}

export type ReadPool<T> = NamedPool & { readonly kind: 'Read'; readonly value: T };
export type FailedPool = NamedPool & { readonly kind: 'Failed'; readonly error: string };

/** The result of reading one of several pools, or why it was not read. */
export type PoolRead<T> = ReadPool<T> | FailedPool;

/** Reads each pool. An error is the result of its pool, so that the others are read. After Ctrl-C, pools are missing. */
export async function readEach<T>(
  terminal: Terminal,
  service: OpenService,
  userPoolIds: readonly string[],
  read: (userPoolId: string) => Promise<T>,
): Promise<readonly PoolRead<T>[]> {
  const reads = await mapPools({ terminal, label: 'Reading pools' }, userPoolIds, (userPoolId) =>
    attempt(service, userPoolId, read),
  );
  return withNames(reads, await readPoolNames(service));
}

async function attempt<T>(
  { selection }: Pick<OpenService, 'selection'>,
  userPoolId: string,
  read: (userPoolId: string) => Promise<T>,
): Promise<PoolRead<T>> {
  try {
    return { userPoolId, kind: 'Read', value: await read(userPoolId) };
  } catch (error) {
    return { userPoolId, kind: 'Failed', error: withSelection(errorText(error), selection) };
  }
}

/** Returns the message of an error, with the next step if it is one for this pool. */
function errorText(error: unknown): string {
  const { message, hint } = describeError(error);
  return error instanceof CliError ? `${message} ${hint}` : message;
}

export const readOnes = <T>(reads: readonly PoolRead<T>[]): readonly ReadPool<T>[] =>
  reads.filter((one) => one.kind === 'Read');

/** Returns the member `pools[]` of the JSON: each pool with its members, or with the error. */
export const poolMembers = <T>(
  reads: readonly PoolRead<T>[],
  membersOf: (value: T) => object,
): readonly object[] =>
  reads.map((read) => {
    const { userPoolId, userPoolName } = read;
    return {
      userPoolId,
      ...(userPoolName !== undefined && { userPoolName }),
      ...(read.kind === 'Read' ? membersOf(read.value) : { error: read.error }),
    };
  });

/** Says which pools were not read, and returns the exit code. More than three pools with the same error are one line. */
export function endReads<T>(terminal: Terminal, reads: readonly PoolRead<T>[]): ExitCode {
  const failed = reads.filter((one) => one.kind === 'Failed');
  if (failed.length > 0)
    terminal.info(`${failed.length} of ${pluralize(reads.length, 'pool')} could not be shown:`);
  for (const { first, others } of collapse(failed, ({ userPoolId, error }) =>
    error.replaceAll(userPoolId, ''),
  ))
    terminal.info(
      `  ${[`${nameAndId(first.userPoolId, first.userPoolName)}: ${first.error}`, ...sameForMore(others)].join(' ')}`,
      4,
    );
  if (terminal.interrupted.aborted) terminal.info('Interrupted: not all pools were read.');
  return failed.length > 0 ? EXIT.somePoolsFailed : EXIT.success;
}

/** Returns the line about pools that are not shown because they have the same problem as another one. */
export const sameForMore = (others: readonly NamedPool[]): readonly string[] =>
  others.length === 0
    ? []
    : [
        `The same for ${pluralize(others.length, 'more pool')}: ${formatSample(
          others.map(({ userPoolId, userPoolName }) => nameAndId(userPoolId, userPoolName)),
          others.length,
        )}.`,
      ];
