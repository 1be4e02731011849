import type { PoolView } from './pool-view.ts';
import { CATEGORIES, CATEGORY_TEXTS, type Category, categoryOf } from './states.ts';

export interface CategoryCount {
  readonly category: Category;
  readonly count: number;
}

/** The order of the verdict: first the pools that deliver, then the others in order of urgency. */
const VERDICT_ORDER: readonly Category[] = [
  'delivering',
  ...CATEGORIES.filter((category) => category !== 'delivering'),
];

/** Counts the pools of each category that has pools, in the order of the verdict. The counts add up to all pools. */
export function countCategories(pools: readonly PoolView[]): readonly CategoryCount[] {
  const counts = new Map<Category, number>();
  for (const pool of pools) {
    const category = categoryOf(pool);
    counts.set(category, (counts.get(category) ?? 0) + 1);
  }
  return VERDICT_ORDER.flatMap((category) => {
    const count = counts.get(category) ?? 0;
    return count === 0 ? [] : [{ category, count }];
  });
}

/** Returns one sentence: `257 of 301 pools deliver as intended, 37 are silent, 10 are unmanaged.` */
export function verdictText(counts: readonly CategoryCount[]): string {
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return 'There are no pools.';
  const delivering = counts.find(({ category }) => category === 'delivering')?.count ?? 0;
  const phrase = ({ category, count }: CategoryCount): string =>
    `${count} ${count === 1 ? CATEGORY_TEXTS[category].one : CATEGORY_TEXTS[category].many}`;
  if (delivering === total)
    return total === 1 ? 'The only pool delivers as intended.' : `All ${total} pools deliver as intended.`;
  const first =
    delivering === 0
      ? `None of ${total} ${total === 1 ? 'pool' : 'pools'} delivers as intended`
      : `${delivering} of ${total} pools ${delivering === 1 ? 'delivers' : 'deliver'} as intended`;
  const others = counts.filter(({ category }) => category !== 'delivering').map(phrase);
  return `${[first, ...others].join(', ')}.`;
}

/** Returns the worst tone: the color of the verdict. */
export function verdictTone(counts: readonly CategoryCount[]): 'good' | 'wait' | 'bad' {
  const tones = counts.map(({ category }) => CATEGORY_TEXTS[category].tone);
  if (tones.includes('bad')) return 'bad';
  return tones.includes('wait') || counts.length === 0 ? 'wait' : 'good';
}
