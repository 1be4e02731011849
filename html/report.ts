import { Html, html } from './html.ts';
import { type PoolView, poolTable } from './pool-table.ts';
import { style } from './style.ts';

/** The content of the audit report for one account and Region. Times are ISO 8601. */
export interface ReportView {
  readonly service: string;
  readonly account: string;
  readonly region: string;
  readonly madeAt: string;
  /** The version of `clr` that created the report. */
  readonly version: string;
  /** In order of urgency: pools that need attention come first. */
  readonly pools: readonly PoolView[];
  readonly unmanaged: { readonly pools: readonly string[]; readonly note?: string };
  /** Further notes, such as the last sweep, a hold, or missing information. */
  readonly notes: readonly string[];
}

/** Sorts and filters the rows. Without JavaScript, the page shows all rows in order of urgency. */
const SCRIPT = `
const body = document.querySelector('.pools tbody');
const rows = body ? [...body.rows] : [];
const form = document.querySelector('form');
const shown = document.querySelector('#shown');
const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
const keys = { pool: 'pool', since: 'since', applied: 'applied', drifts: 'drifts' };
function update() {
  const { search, outcome, sort } = form.elements;
  const query = search.value.trim().toLowerCase();
  const key = keys[sort.value];
  const order = key ? rows.toSorted((a, b) => key === 'drifts'
    ? Number(b.dataset.drifts) - Number(a.dataset.drifts)
    : key === 'pool' ? (a.dataset.pool < b.dataset.pool ? -1 : 1)
    : (a.dataset[key] < b.dataset[key] ? 1 : -1)) : rows;
  let count = 0;
  for (const row of order) {
    const matches = (!outcome.value || row.dataset.outcome === outcome.value) && texts.get(row).includes(query);
    row.hidden = !matches;
    if (matches) count += 1;
  }
  body.replaceChildren(...order);
  shown.textContent = count + ' of ' + rows.length;
}
if (body) {
  form.hidden = false;
  let timer;
  form.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(update, 100); });
  form.addEventListener('submit', (event) => event.preventDefault());
  update();
  let closed = [];
  addEventListener('beforeprint', () => {
    closed = [...document.querySelectorAll('details:not([open])')];
    for (const details of closed) details.open = true;
  });
  addEventListener('afterprint', () => { for (const details of closed) details.open = false; });
}
`;

const SORT_ORDERS = [
  ['urgency', 'urgency'],
  ['pool', 'pool ID'],
  ['since', 'latest change'],
  ['applied', 'last applied'],
  ['drifts', 'drift count'],
] as const;

/** Renders the report as one HTML page that loads no other files. */
export function report(view: ReportView): string {
  const { service, account, region, madeAt, version, pools, notes } = view;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<title>User pool log delivery in account ${account}, Region ${region}</title>
<link rel="icon" href="data:,">
<style>${new Html(style)}</style>
</head>
<body>
<h1>User pool log delivery in account ${account}, Region ${region}</h1>
<p class="quiet">State of ${service} at <time>${madeAt}</time>. Created by clr ${version}.</p>
${notes.length > 0 ? html`<ul>${notes.map((note) => html`<li>${note}</li>`)}</ul>` : undefined}
<h2>Pools <span class="quiet">${pools.length} recorded</span></h2>
${summary(pools)}
<form role="search" hidden>
<label for="search">Search</label> <input id="search" name="search" type="search" autocomplete="off">
<label for="outcome">Outcome</label> <select id="outcome" name="outcome"><option value="">all</option>${outcomesOf(pools).map(([outcome]) => html`<option>${outcome}</option>`)}</select>
<label for="sort">Sort by</label> <select id="sort" name="sort">${SORT_ORDERS.map(([value, text]) => html`<option value="${value}">${text}</option>`)}</select>
<span id="shown" class="quiet" role="status"></span>
</form>
${poolTable(pools)}
${unmanaged(view)}
<script>${new Html(SCRIPT)}</script>
</body>
</html>
`.text;
}

function outcomesOf(pools: readonly PoolView[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { recorded } of pools) {
    const outcome = recorded?.outcome ?? 'no record';
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  return [...counts];
}

function summary(pools: readonly PoolView[]): Html | undefined {
  if (pools.length === 0) return undefined;
  const notDelivering = pools.filter(({ recorded }) => (recorded?.findings?.length ?? 0) > 0).length;
  return html`<table class="summary"><thead><tr><th scope="col">Outcome</th><th scope="col" class="count">Pools</th></tr></thead>
<tbody>${outcomesOf(pools).map(([outcome, count]) => html`<tr><th scope="row">${outcome}</th><td class="count">${count}</td></tr>`)}${notDelivering > 0 ? html`<tr><th scope="row" class="bad">of these, not delivering logs</th><td class="count">${notDelivering}</td></tr>` : undefined}</tbody></table>`;
}

function unmanaged({ unmanaged: { pools, note } }: ReportView): Html {
  return html`<h2>Unmanaged pools <span class="quiet">${pools.length} without a parameter</span></h2>
${note === undefined ? undefined : html`<p>${note}</p>`}
${pools.length === 0 ? html`<p class="empty">None.</p>` : html`<ul class="columns">${pools.map((pool) => html`<li><code>${pool}</code></li>`)}</ul>`}`;
}
