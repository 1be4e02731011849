import { type Html, html } from '../../../html/html.ts';
import { poolTable } from '../../../html/pool-table.ts';
import { type AccountRegionView, MAX_POOLS } from './account-region-view.ts';

/** Renders a section for each account-region, those with pools first. */
export function sections(accountRegions: readonly AccountRegionView[]): Html {
  return html`${accountRegions.toSorted((a, b) => Number(b.found > 0) - Number(a.found > 0)).map(section)}`;
}

function section(accountRegion: AccountRegionView): Html {
  const { account, region, pools, found } = accountRegion;
  const cut =
    found > MAX_POOLS
      ? html`<p>Showing the first ${pools.length} of ${found} pools. Use the search to find others.</p>`
      : undefined;
  return html`<section>
<h2>${account} · ${region}</h2>
${accountRegion.hasService ? undefined : html`<p>The service is not deployed here.</p>`}
<h3>Pools <span class="quiet">${found}</span></h3>
${cut}${poolTable(pools)}
<div class="two-columns">
<div><h3>Queues</h3>${queues(accountRegion)}</div>
<div><h3>Quotas</h3>${quotas(accountRegion)}</div>
</div>
<h3>Last events</h3>${list(
    accountRegion.events.map(({ time, type, detail }) => [time, html`<b>${type}</b> ${detail}`]),
  )}
<h3>Last calls</h3>${list(
    accountRegion.calls.map(({ at, operation, by, outcome }) => [
      at,
      html`<b>${operation}</b> <span class="${outcome === 'ok' ? 'good' : 'bad'}">${outcome}</span> <span class="quiet">${by}</span>`,
    ]),
  )}
</section>`;
}

function queues({ queues: known }: AccountRegionView): Html {
  if (known.length === 0) return html`<p class="empty">None.</p>`;
  return html`<table><thead><tr><th scope="col">Queue</th><th scope="col">waiting</th><th scope="col">in flight</th><th scope="col">delayed</th></tr></thead>
<tbody>${known.map(
    ({ name, waiting, inFlight, delayed }) =>
      html`<tr><th scope="row">${name}</th><td class="count">${waiting}</td><td class="count">${inFlight}</td><td class="count">${delayed}</td></tr>`,
  )}</tbody></table>`;
}

function quotas({ quotas: known }: AccountRegionView): Html {
  const rows = Object.entries(known);
  if (rows.length === 0) return html`<p class="empty">No calls yet, or quotas are disabled.</p>`;
  return html`<table><thead><tr><th scope="col">Category</th><th scope="col">per second</th><th scope="col">allowed</th><th scope="col">throttled</th></tr></thead>
<tbody>${rows.map(
    ([name, { perSecond, taken, refused }]) =>
      html`<tr><th scope="row">${name}</th><td class="count">${perSecond}</td><td class="count">${taken}</td><td class="count">${refused}</td></tr>`,
  )}</tbody></table>`;
}

function list(lines: readonly (readonly [string, Html])[]): Html {
  if (lines.length === 0) return html`<p class="empty">None.</p>`;
  return html`<ul class="log">${lines.map(([time, text]) => html`<li><time>${time}</time> ${text}</li>`)}</ul>`;
}
