import { destinationText, type Home } from './destinations.ts';
import { type Html, html } from './html.ts';
import type { PoolView } from './pool-view.ts';
import type { ProblemGroup } from './problem-groups.ts';
import { CATEGORY_TEXTS } from './states.ts';
import type { CategoryCount } from './verdict.ts';

type Option = readonly [value: string, text: string];

const SORT_ORDERS: readonly Option[] = [
  ['', 'urgency'],
  ['name', 'name'],
  ['pool', 'pool ID'],
  ['since', 'latest change'],
  ['applied', 'last write'],
  ['drifts', 'drift count'],
];

/** Renders the form that filters and sorts the pools. It is hidden without JavaScript. */
export function filterForm(
  pools: readonly PoolView[],
  counts: readonly CategoryCount[],
  groups: readonly ProblemGroup[],
  home: Home,
): Html {
  const entries = pools.flatMap(({ desired, observed }) => [...desired.entries, ...observed.entries]);
  const sources = [...new Set(entries.map(({ source }) => source))].toSorted();
  const arns = [...new Set(entries.map(({ arn }) => arn))].filter((arn) => arn !== '').toSorted();
  return html`<form id="filters" role="search" hidden>
<label>Search <input id="search" name="q" type="search" autocomplete="off" placeholder="name, ID, ARN, actor, reason"></label>
${select('state', 'State', [['', 'all'], ...counts.map(({ category, count }): Option => [category, `${CATEGORY_TEXTS[category].label} (${count})`])])}
${select('source', 'Event source', [
  ['', 'all'],
  ...sources.map((source): Option => [source, `exports ${source}`]),
  ...sources.map((source): Option => [`-${source}`, `without ${source}`]),
])}
${select('destination', 'Destination', [['', 'all'], ...arns.map((arn): Option => [arn, destinationText(arn, home)])])}
${select('problem', 'Problem', [['', 'all'], ...groups.map(({ key, title, pools: { length } }): Option => [key, `${title} (${length})`])])}
${select('sort', 'Sort by', SORT_ORDERS)}
<button type="reset">Reset</button>
<output id="shown" class="quiet" role="status"></output>
</form>`;
}

const select = (name: string, label: string, options: readonly Option[]): Html =>
  html`<label>${label} <select id="${name}" name="${name}">${options.map(([value, text]) => html`<option value="${value}">${text}</option>`)}</select></label>`;
