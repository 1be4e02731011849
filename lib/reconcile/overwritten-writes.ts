import type { Actor } from '../domain/actor.ts';
import { nextRevision } from '../domain/decide/next-record.ts';
import { overwrittenIn } from '../domain/overwritten-write.ts';
import type { PoolRecord, WriteWindow } from '../domain/record.ts';
import type { RecordStore } from './ports.ts';

/** The write of another client that the service overwrote. */
export interface OverwrittenWrite {
  readonly actor: Actor;
  readonly window: WriteWindow;
  /** The revision in which the window was removed. */
  readonly revision: number;
}

/**
 * Returns the overwritten write that the actor made, and the record without the window, so that it is reported once.
 * `Conflict`: another worker stored the record first; read again.
 */
export async function takeOverwritten(
  { records }: { readonly records: Pick<RecordStore, 'write'> },
  recorded: PoolRecord | undefined,
  actor: Actor | undefined,
): Promise<
  { readonly overwritten: OverwrittenWrite; readonly recorded: PoolRecord } | 'Conflict' | undefined
> {
  const window = overwrittenIn(recorded, actor);
  if (!recorded || !actor || !window) return undefined;
  const { Window: _window, ...rest } = recorded;
  const record = nextRevision(rest);
  if ((await records.write(record)) === 'Conflict') return 'Conflict';
  return { overwritten: { actor, window, revision: record.Revision }, recorded: record };
}
