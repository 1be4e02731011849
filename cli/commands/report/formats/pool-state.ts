import { isConfiguration, type Side } from '../../../../html/configuration.ts';
import type { PoolView } from '../../../../html/pool-view.ts';
import { CATEGORY_TEXTS, type Category, categoryOf } from '../../../../html/states.ts';

/** Returns the state of docs/report.md as one word: `Not read` is `NotRead`. */
export const stateName = (category: Category): string =>
  CATEGORY_TEXTS[category].label.replaceAll(/ (\w)/g, (_, letter: string) => letter.toUpperCase());

export const stateOf = (pool: PoolView): string => stateName(categoryOf(pool));

/** The states in which the pool has the desired configuration, also if it was not read. */
const AS_DESIRED: readonly Category[] = ['delivering', 'off', 'silent'];

/** Returns the configuration of the pool: as read, or else as the service last confirmed it. Undefined if it is not known. */
export function presentSide(pool: PoolView): Side | undefined {
  if (isConfiguration(pool.observed)) return pool.observed;
  const isKnown = AS_DESIRED.includes(categoryOf(pool)) && isConfiguration(pool.desired);
  return isKnown ? pool.desired : undefined;
}
