import { ACTIVITY_KINDS, ACTIVITY_LABELS, type Activity, type ActivityBin } from './activity.ts';
import { type Html, html } from './html.ts';
import { CATEGORY_TEXTS } from './states.ts';
import type { CategoryCount } from './verdict.ts';

const BAR_WIDTH = 1000;
/** A category with few pools must be visible. */
const MIN_SEGMENT = 6;

/** Renders the categories as one stacked bar. The tiles below it are its legend. */
export function categoryBar(counts: readonly CategoryCount[], text: string): Html | undefined {
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return undefined;
  const widths = counts.map(({ count }) => Math.max(MIN_SEGMENT, (count / total) * BAR_WIDTH));
  const scale = BAR_WIDTH / widths.reduce((sum, width) => sum + width, 0);
  let x = 0;
  const segments = counts.map(({ category, count }, at) => {
    const width = (widths[at] ?? 0) * scale;
    const segment = html`<rect class="c-${category}" x="${x.toFixed(1)}" y="0" width="${Math.max(1, width - 2).toFixed(1)}" height="20"><title>${count} ${CATEGORY_TEXTS[category].label}</title></rect>`;
    x += width;
    return segment;
  });
  return html`<svg class="category-bar" viewBox="0 0 ${BAR_WIDTH} 20" preserveAspectRatio="none" role="img" aria-label="${text}">${segments}</svg>`;
}

const HEIGHT = 100;

/** Renders the changes over time as stacked bars, with a table of the same numbers. */
export function activityChart(activity: Activity): Html {
  const { unit, bins } = activity;
  const totals = ACTIVITY_KINDS.map((kind) => ({
    kind,
    count: bins.reduce((sum, { counts }) => sum + counts[kind], 0),
  }));
  const highest = Math.max(1, ...bins.map(heightOf));
  const summary = `Changes per ${unit}, ${dateOf(bins[0]?.from)} to ${dateOf(bins.at(-1)?.from)}: ${totals
    .map(({ kind, count }) => `${count} ${ACTIVITY_LABELS[kind]}`)
    .join(', ')}.`;
  return html`<figure class="activity">
<figcaption>${totals.map(({ kind, count }) => html`<span class="key k-${kind}">${count} ${ACTIVITY_LABELS[kind]}</span> `)}</figcaption>
<svg viewBox="0 0 ${bins.length * 10} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${summary}">${bins.map((bin, at) => bar(bin, at, highest, unit))}</svg>
<div class="axis" aria-hidden="true"><span>${labelOf(bins[0], unit)}</span><span>at most ${highest} per ${unit}</span><span>${labelOf(bins.at(-1), unit)}</span></div>
<details><summary>Numbers of the chart</summary><table class="numbers"><thead><tr><th scope="col">${unit}</th>${ACTIVITY_KINDS.map((kind) => html`<th scope="col" class="count">${ACTIVITY_LABELS[kind]}</th>`)}</tr></thead>
<tbody>${bins
    .filter((bin) => heightOf(bin) > 0)
    .map(
      (bin) =>
        html`<tr><th scope="row">${labelOf(bin, unit)}</th>${ACTIVITY_KINDS.map((kind) => html`<td class="count">${bin.counts[kind]}</td>`)}</tr>`,
    )}</tbody></table></details>
</figure>`;
}

function bar(bin: ActivityBin, at: number, highest: number, unit: Activity['unit']): Html {
  let y = HEIGHT;
  const parts = ACTIVITY_KINDS.filter((kind) => bin.counts[kind] > 0).map((kind) => {
    const height = Math.max(3, (bin.counts[kind] / highest) * HEIGHT);
    y -= height;
    return html`<rect class="k-${kind}" x="${at * 10 + 1}" y="${Math.max(0, y).toFixed(1)}" width="8" height="${height.toFixed(1)}"><title>${labelOf(bin, unit)}: ${bin.counts[kind]} ${ACTIVITY_LABELS[kind]}</title></rect>`;
  });
  return html`${parts}`;
}

const heightOf = ({ counts }: ActivityBin): number =>
  ACTIVITY_KINDS.reduce((sum, kind) => sum + counts[kind], 0);

const dateOf = (at = ''): string => at.slice(0, 10);

const labelOf = (bin: ActivityBin | undefined, unit: Activity['unit']): string =>
  unit === 'hour' ? `${(bin?.from ?? '').slice(0, 16).replace('T', ' ')} UTC` : dateOf(bin?.from);
