import { SortedMap } from './sorted-map.ts';

/** A name, and what was created under it; null: it was deleted. */
export type ImplicitEntry<T> = readonly [name: string, created: T | null];

/**
 * Destinations by name. Users who test pools do not have to create destinations first: a name that was never created
 * or deleted counts as existing. A deleted one is missing until it is created again.
 */
export class ImplicitMap<T> {
  readonly #entries = new SortedMap<ImplicitEntry<T>>();
  readonly #implicit: (name: string) => T;

  /** @param implicit returns the destination under a name that was never created. */
  constructor(implicit: (name: string) => T) {
    this.#implicit = implicit;
  }

  /** Increases with every change. */
  get revision(): number {
    return this.#entries.revision;
  }

  /** Returns undefined when it was deleted. */
  get(name: string): T | undefined {
    const entry = this.#entries.get(name);
    return entry === undefined ? this.#implicit(name) : (entry[1] ?? undefined);
  }

  /** Whether it was created and not deleted since. */
  isCreated(name: string): boolean {
    return (this.#entries.get(name)?.[1] ?? null) !== null;
  }

  /** Those that were created, ordered by name. */
  *created(): Generator<T> {
    for (const [, created] of this.#entries.values()) if (created !== null) yield created;
  }

  set(name: string, created: T): void {
    this.#entries.set(name, [name, created]);
  }

  delete(name: string): void {
    this.#entries.set(name, [name, null]);
  }

  /** Forgets all names, so that each counts as existing again. */
  clear(): void {
    this.#entries.clear();
  }

  /** Returns the entries for the state file; `restore` is the reverse. */
  entries(): readonly ImplicitEntry<T>[] {
    return [...this.#entries.values()];
  }

  restore(entries: readonly ImplicitEntry<T>[]): void {
    for (const entry of entries) this.#entries.set(entry[0], entry);
  }
}
