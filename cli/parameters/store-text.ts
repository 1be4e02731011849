import type { OpenService } from '../service/open-service.ts';
import {
  deleteParameter,
  historyOf,
  type ParameterVersion,
  putParameter,
  readNamed,
  type WritePorts,
} from './parameter-store.ts';

type Ports = WritePorts & Pick<OpenService, 'settings' | 'rateLimiting' | 'context'>;

/** The version that a write or a deletion replaces; undefined if none exists. */
export type Replaced = Pick<ParameterVersion, 'version' | 'value'> | undefined;

/** Another client wrote or deleted the parameter first: `now`, undefined after a deletion. */
export interface Conflict {
  readonly result: 'conflict';
  readonly now: ParameterVersion | undefined;
}

/** `overwrote`: the text was written, and a version of another client was lost, if the history still has it. */
export type Stored =
  | { readonly result: 'written'; readonly newVersion: number }
  | {
      readonly result: 'overwrote';
      readonly newVersion: number;
      readonly lostVersion: number;
      readonly lost: ParameterVersion | undefined;
    }
  | Conflict;

/**
 * Writes a text if the parameter still is the version that it replaces. SSM has no conditional write, so the version is read
 * again just before the write, and the version numbers show whether another client wrote in between.
 */
export async function storeText(ports: Ports, name: string, before: Replaced, text: string): Promise<Stored> {
  const conflict = await conflictBeforeWrite(ports, name, before);
  if (conflict) return conflict;
  const version = await putParameter(ports, name, text, before === undefined);
  if (version === 'Exists') {
    const now = await readNamed(ports, name);
    return hasText(now, text) ? { result: 'written', newVersion: now.version } : { result: 'conflict', now };
  }
  if (before === undefined || version === before.version + 1)
    return { result: 'written', newVersion: version };
  const history = await historyOf(ports, name);
  const unseen = history.filter((one) => one.version > before.version && one.version < version);
  // A retry can write twice when the first response is lost: then this command overwrote its own text.
  if (unseen.length > 0 && unseen.every((one) => hasText(one, text)))
    return { result: 'written', newVersion: version };
  const lost = unseen.at(-1);
  return { result: 'overwrote', newVersion: version, lostVersion: lost?.version ?? version - 1, lost };
}

/** Deletes a parameter if it still is this version. `existed`: false if this command or another client had deleted it. */
export async function deleteIfUnchanged(
  ports: Ports,
  name: string,
  before: NonNullable<Replaced>,
): Promise<{ readonly result: 'deleted'; readonly existed: boolean } | Conflict> {
  let conflict: Conflict | undefined;
  let isRetry = false;
  // Read in the slot of the write: a deletion can wait for it, and nothing shows afterwards which version it deleted.
  const existed = await deleteParameter(ports, name, async () => {
    const found = await conflictBeforeWrite(ports, name, before);
    // After a lost response, this command itself can have deleted the parameter.
    conflict = isRetry && found?.now === undefined ? undefined : found;
    const mayDelete = found === undefined;
    isRetry = true;
    return mayDelete;
  });
  return conflict ?? { result: 'deleted', existed };
}

async function conflictBeforeWrite(
  ports: Ports,
  name: string,
  before: Replaced,
): Promise<Conflict | undefined> {
  const now = await readNamed(ports, name);
  return now?.version === before?.version && now?.value === before?.value
    ? undefined
    : { result: 'conflict', now };
}

const hasText = (one: ParameterVersion | undefined, text: string): one is ParameterVersion =>
  one?.type === 'String' && one.value === text;
