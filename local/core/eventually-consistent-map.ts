import { SortedMap } from './sorted-map.ts';

export type ReadableMap<V> = Pick<SortedMap<V>, 'get' | 'values' | 'size'>;

/** What was written, and what a reader sees of it. */
export interface Store<V> {
  readonly written: SortedMap<V>;
  readonly seen: ReadableMap<V>;
  /** A write that every reader sees at once, as if it were long ago. */
  preset(key: string, value: V): void;
}

interface Lag {
  /** Milliseconds after which every reader sees a write; 0: at once. */
  readonly longest: number;
  readonly now: () => number;
  /** 0 ≤ x < 1; draws each write's own lag. */
  readonly random: () => number;
}

/** A store whose readers see each write a while later; the writes to one key in their order. */
export function createStore<V>(lag: Lag): Store<V> {
  if (lag.longest === 0) {
    const map = new SortedMap<V>();
    return { written: map, seen: map, preset: (key, value) => map.set(key, value) };
  }
  const seen = new SortedMap<V>();
  const pending = new Map<string, { readonly at: number; readonly value: V | undefined }[]>();

  const notice = (key: string, value: V | undefined) => {
    const before = pending.get(key) ?? [];
    const at = Math.max(lag.now() + lag.random() * lag.longest, before.at(-1)?.at ?? 0);
    pending.set(key, [...before, { at, value }]);
  };
  const settle = () => {
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
  const written = new NoticedMap(notice);
  return {
    written,
    preset(key, value) {
      written.set(key, value);
      pending.delete(key);
      seen.set(key, value);
    },
    seen: {
      get: (key) => settle().get(key),
      values: (after) => settle().values(after),
      get size() {
        return settle().size;
      },
    },
  };
}

class NoticedMap<V> extends SortedMap<V> {
  readonly #notice: (key: string, value: V | undefined) => void;

  constructor(notice: (key: string, value: V | undefined) => void) {
    super();
    this.#notice = notice;
  }

  override set(key: string, value: V): void {
    super.set(key, value);
    this.#notice(key, value);
  }

  override delete(key: string): void {
    super.delete(key);
    this.#notice(key, undefined);
  }
}
