import { Html, html } from './html.ts';
import { type PoolView, poolTable } from './pool-table.ts';
import { style } from './style.ts';

/** All that an auditor is shown of one account and Region. Times are ISO 8601. */
export interface ReportView {
  readonly service: string;
  readonly account: string;
  readonly region: string;
  readonly madeAt: string;
  /** Of the command that made it. */
  readonly version: string;
  /** What needs a person first. */
  readonly pools: readonly PoolView[];
  readonly unmanaged: { readonly pools: readonly string[]; readonly note?: string };
  /** What else there is to say: the last sweep, a hold, what is not known. */
  readonly notes: readonly string[];
}

/** Sorts and filters what is there already; without it the page is whole, in the order of urgency. */
const script = `
const body = document.querySelector('.pools tbody');
const rows = body ? [...body.rows] : [];
const form = document.querySelector('form');
const shown = document.querySelector('#shown');
const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
const keys = { pool: 'pool', since: 'since', applied: 'applied', drifts: 'drifts' };
function draw() {
  const { search, outcome, sort } = form.elements;
  const wanted = search.value.trim().toLowerCase();
  const key = keys[sort.value];
  const order = key ? rows.toSorted((a, b) => key === 'drifts'
    ? Number(b.dataset.drifts) - Number(a.dataset.drifts)
    : key === 'pool' ? (a.dataset.pool < b.dataset.pool ? -1 : 1)
    : (a.dataset[key] < b.dataset[key] ? 1 : -1)) : rows;
  let count = 0;
  for (const row of order) {
    const fits = (!outcome.value || row.dataset.outcome === outcome.value) && texts.get(row).includes(wanted);
    row.hidden = !fits;
    if (fits) count += 1;
  }
  body.replaceChildren(...order);
  shown.textContent = count + ' of ' + rows.length;
}
if (body) {
  form.hidden = false;
  let soon;
  form.addEventListener('input', () => { clearTimeout(soon); soon = setTimeout(draw, 100); });
  form.addEventListener('submit', (event) => event.preventDefault());
  draw();
  let open = [];
  addEventListener('beforeprint', () => {
    open = [...document.querySelectorAll('details:not([open])')];
    for (const one of open) one.open = true;
  });
  addEventListener('afterprint', () => { for (const one of open) one.open = false; });
}
`;

const SORTS = [
  ['urgency', 'urgency'],
  ['pool', 'pool'],
  ['since', 'latest change'],
  ['applied', 'last applied'],
  ['drifts', 'drifts'],
] as const;

/** One page that needs nothing from elsewhere. */
export function report(view: ReportView): string {
  const { service, account, region, madeAt, version, pools, notes } = view;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<title>Log delivery of the user pools of ${account} in ${region}</title>
<link rel="icon" href="data:,">
<style>${new Html(style)}</style>
</head>
<body>
<h1>Log delivery of the user pools of ${account} in ${region}</h1>
<p class="quiet">As ${service} had it at <time>${madeAt}</time>; made by clr ${version}.</p>
${notes.length > 0 ? html`<ul>${notes.map((note) => html`<li>${note}</li>`)}</ul>` : undefined}
<h2>Pools <span class="quiet">${pools.length} on record</span></h2>
${summary(pools)}
<form role="search" hidden>
<label for="search">Find</label> <input id="search" name="search" type="search" autocomplete="off">
<label for="outcome">Outcome</label> <select id="outcome" name="outcome"><option value="">all</option>${outcomesOf(pools).map(([outcome]) => html`<option>${outcome}</option>`)}</select>
<label for="sort">Sort by</label> <select id="sort" name="sort">${SORTS.map(([value, text]) => html`<option value="${value}">${text}</option>`)}</select>
<span id="shown" class="quiet" role="status"></span>
</form>
${poolTable(pools)}
${unmanaged(view)}
<script>${new Html(script)}</script>
</body>
</html>
`.text;
}

function outcomesOf(pools: readonly PoolView[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { recorded } of pools) {
    const outcome = recorded?.outcome ?? 'nothing recorded';
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  return [...counts];
}

function summary(pools: readonly PoolView[]): Html | undefined {
  if (pools.length === 0) return undefined;
  const silent = pools.filter(({ recorded }) => (recorded?.findings?.length ?? 0) > 0).length;
  return html`<table class="summary"><thead><tr><th scope="col">Outcome</th><th scope="col" class="count">Pools</th></tr></thead>
<tbody>${outcomesOf(pools).map(([outcome, count]) => html`<tr><th scope="row">${outcome}</th><td class="count">${count}</td></tr>`)}${silent > 0 ? html`<tr><th scope="row" class="bad">of these, no logs flow</th><td class="count">${silent}</td></tr>` : undefined}</tbody></table>`;
}

function unmanaged({ unmanaged: { pools, note } }: ReportView): Html {
  return html`<h2>Unmanaged <span class="quiet">${pools.length} without a parameter</span></h2>
${note === undefined ? undefined : html`<p>${note}</p>`}
${pools.length === 0 ? html`<p class="empty">None.</p>` : html`<ul class="columns">${pools.map((pool) => html`<li><code>${pool}</code></li>`)}</ul>`}`;
}
