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
  let found: Stored | undefined;
  let isRetry = false;
  // Read in the slot of the write, because a write can wait for it.
  const version = await putParameter(ports, name, text, before === undefined, async () => {
    const conflict = await conflictBeforeWrite(ports, name, before);
    // After a lost response, this command itself can have written the version.
    found = isRetry && isOwnWrite(conflict, before, text) ? written(conflict.now) : conflict;
    isRetry = true;
    return found === undefined;
  });
  if (version === 'Stopped' && found !== undefined) return found;
  if (typeof version === 'string') {
    const now = await readNamed(ports, name);
    return hasText(now, text) ? written(now) : { result: 'conflict', now };
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

const written = ({ version }: ParameterVersion): Stored => ({ result: 'written', newVersion: version });

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
    isRetry = true;
    return found === undefined;
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

/** A conflict whose parameter is the next version, with the text of this command. */
const isOwnWrite = (
  conflict: Conflict | undefined,
  before: Replaced,
  text: string,
): conflict is Conflict & { readonly now: ParameterVersion } =>
  hasText(conflict?.now, text) && conflict.now.version === (before?.version ?? 0) + 1;

const hasText = (one: ParameterVersion | undefined, text: string): one is ParameterVersion =>
  one?.type === 'String' && one.value === text;
