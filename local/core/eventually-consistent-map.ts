import { SortedMap } from './sorted-map.ts';

export type ReadableMap<V> = Pick<SortedMap<V>, 'get' | 'values' | 'size'>;

/** A map, and the delayed view that readers have of it. */
export interface EventuallyConsistentMap<V> {
  readonly written: SortedMap<V>;
  readonly seen: ReadableMap<V>;
  /** Stores a value that every reader sees immediately. */
  preset(key: string, value: V): void;
  /** Deletes all values. Every reader sees that immediately. */
  clear(): void;
}

interface Lag {
  /** The longest delay, in milliseconds. 0: readers see writes immediately. */
  readonly maxMs: number;
  readonly now: () => number;
  /** Returns 0 ≤ x < 1, to choose the delay of each write. */
  readonly random: () => number;
}

/** Creates a map whose readers see each write after a delay. Writes to one key keep their order. */
export function createEventuallyConsistentMap<V>(lag: Lag): EventuallyConsistentMap<V> {
  if (lag.maxMs === 0) {
    const map = new SortedMap<V>();
    return {
      written: map,
      seen: map,
      preset: (key, value) => map.set(key, value),
      clear: () => map.clear(),
    };
  }
  const seen = new SortedMap<V>();
  const pending = new Map<string, { readonly at: number; readonly value: V | undefined }[]>();

  const onWrite = (key: string, value: V | undefined) => {
    const before = pending.get(key) ?? [];
    const at = Math.max(lag.now() + lag.random() * lag.maxMs, before.at(-1)?.at ?? 0);
    pending.set(key, [...before, { at, value }]);
  };
  const applyDueWrites = () => {
    for (const [key, writes] of pending) {
      const due = writes.filter(({ at }) => at <= lag.now());
      const last = due.at(-1);
      if (last === undefined) continue;
      if (last.value === undefined) seen.delete(key);
      else seen.set(key, last.value);
      if (due.length === writes.length) pending.delete(key);
      else pending.set(key, writes.slice(due.length));
    }
    return seen;
  };
  const written = new ObservedMap(onWrite);
  return {
    written,
    preset(key, value) {
      written.set(key, value);
      pending.delete(key);
      seen.set(key, value);
    },
    clear() {
      written.clear();
      pending.clear();
      seen.clear();
    },
    seen: {
      get: (key) => applyDueWrites().get(key),
      values: (after) => applyDueWrites().values(after),
      get size() {
        return applyDueWrites().size;
      },
    },
  };
}

class ObservedMap<V> extends SortedMap<V> {
  readonly #onWrite: (key: string, value: V | undefined) => void;

  constructor(onWrite: (key: string, value: V | undefined) => void) {
    super();
    this.#onWrite = onWrite;
  }

  override set(key: string, value: V): void {
    super.set(key, value);
    this.#onWrite(key, value);
  }

  override delete(key: string): void {
    super.delete(key);
    this.#onWrite(key, undefined);
  }
}
