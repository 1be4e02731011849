import { SortedMap } from './sorted-map.ts';

/** What came of a name: what was made under it, or null where it was deleted. */
type Kept<T> = readonly [name: string, made: T | null];

/**
 * Things that pools deliver to, by name. Whoever tests pools need not make them first: a name that nobody ever made
 * or deleted here counts as there. One that was deleted is missing until it is made again.
 */
export class AssumedMap<T> {
  readonly #kept = new SortedMap<Kept<T>>();
  readonly #assume: (name: string) => T;

  /** @param assume what stands under a name that nobody made. */
  constructor(assume: (name: string) => T) {
    this.#assume = assume;
  }

  /** Grows with every change. */
  get revision(): number {
    return this.#kept.revision;
  }

  /** Undefined: it was deleted. */
  get(name: string): T | undefined {
    const kept = this.#kept.get(name);
    return kept === undefined ? this.#assume(name) : (kept[1] ?? undefined);
  }

  /** Made, and not deleted since. */
  isMade(name: string): boolean {
    return (this.#kept.get(name)?.[1] ?? null) !== null;
  }

  /** Those that were made, in the order of their names. */
  *made(): Generator<T> {
    for (const [, made] of this.#kept.values()) if (made !== null) yield made;
  }

  set(name: string, made: T): void {
    this.#kept.set(name, [name, made]);
  }

  delete(name: string): void {
    this.#kept.set(name, [name, null]);
  }

  /** For the state file, and back. */
  kept(): readonly Kept<T>[] {
    return [...this.#kept.values()];
  }

  restore(kept: readonly Kept<T>[]): void {
    for (const one of kept) this.#kept.set(one[0], one);
  }
}
