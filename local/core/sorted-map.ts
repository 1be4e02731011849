/** A map with string keys that can be iterated in the order of the keys (UTF-16 units), from any key on. */
export class SortedMap<V> {
  readonly #values = new Map<string, V>();
  readonly #keys: string[] = [];
  #revision = 0;

  /** Increases with every change. */
  get revision(): number {
    return this.#revision;
  }

  get size(): number {
    return this.#keys.length;
  }

  get(key: string): V | undefined {
    return this.#values.get(key);
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  set(key: string, value: V): void {
    if (!this.#values.has(key)) this.#keys.splice(this.#firstAfter(key), 0, key);
    this.#values.set(key, value);
    this.#revision += 1;
  }

  delete(key: string): void {
    if (!this.#values.delete(key)) return;
    this.#keys.splice(this.#firstAfter(key) - 1, 1);
    this.#revision += 1;
  }

  /** Deletes all keys. */
  clear(): void {
    if (this.#keys.length === 0) return;
    this.#values.clear();
    this.#keys.length = 0;
    this.#revision += 1;
  }

  /** Returns all keys with their values. */
  *entries(): Generator<[string, V]> {
    for (const key of this.#keys) {
      const value = this.#values.get(key);
      if (value !== undefined) yield [key, value];
    }
  }

  /** Returns the values of all keys after `after`, or of all keys. */
  *values(after?: string): Generator<V> {
    for (let at = after === undefined ? 0 : this.#firstAfter(after); at < this.#keys.length; at += 1) {
      const value = this.#values.get(this.#keys[at] ?? '');
      if (value !== undefined) yield value;
    }
  }

  #firstAfter(key: string): number {
    let [low, high] = [0, this.#keys.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] ?? '') > key) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
