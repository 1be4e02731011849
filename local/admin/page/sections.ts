import { type Html, html } from '../../../html/html.ts';
import { overview, problemsSection } from '../../../html/overview.ts';
import { hasDetails, poolDetails } from '../../../html/pool-details.ts';
import { groupsOf, problemsByPool } from '../../../html/pool-problems.ts';
import { rowTable } from '../../../html/pool-table.ts';
import { exactTime } from '../../../html/times.ts';
import { countCategories } from '../../../html/verdict.ts';
import type { AccountRegionView } from './account-region-view.ts';
import type { FlowLine } from './flow.ts';
import { MAX_COUNTED_POOLS, MAX_POOLS } from './pools.ts';

/** One account-region as the stream sends it: its parts as HTML, and the data that the controls need. */
export interface Section {
  readonly key: string;
  readonly account: string;
  readonly region: string;
  readonly sweepFunction: string | undefined;
  readonly poolIds: readonly string[];
  /** The HTML of each part, by name. Only changed parts are sent again. */
  readonly parts: Readonly<Record<string, string>>;
  /** The details of the pools, by ID. */
  readonly details: Readonly<Record<string, string>>;
}

/** Renders a section for each account-region, those with pools first. */
export const sections = (accountRegions: readonly AccountRegionView[]): readonly Section[] =>
  accountRegions
    .toSorted((a, b) => Number(b.pools.found > 0) - Number(a.pools.found > 0))
    .map((one) => section(one));

function section(view: AccountRegionView): Section {
  const { account, region, sweepFunction, pools } = view;
  const home = { account, region };
  const known = pools.shown.filter(hasDetails);
  return {
    key: `${account}/${region}`,
    account,
    region,
    sweepFunction,
    poolIds: pools.shown.map(({ id }) => id),
    parts: {
      head: head(view).text,
      summary: summary(view).text,
      pools: poolsPart(view).text,
      flow: flow(view.flow).text,
      queues: html`${queues(view)}${quotas(view)}${faults(view)}`.text,
    },
    details: Object.fromEntries(known.map((pool) => [pool.id, poolDetails(pool, home).text])),
  };
}

const head = ({ account, region, sweepFunction }: AccountRegionView): Html =>
  html`<h2>${account} · ${region}${sweepFunction === undefined ? html` <span class="quiet">The service is not deployed here.</span>` : undefined}</h2>`;

function summary({ account, region, pools: { all, found } }: AccountRegionView): Html {
  if (found === 0) return html``;
  if (all === undefined)
    return html`<p class="quiet">The verdict is shown for up to ${MAX_COUNTED_POOLS} pools. Use the search.</p>`;
  const groups = groupsOf(all, { account, region });
  const names = new Map(all.map(({ id, name }) => [id, name ?? id]));
  const basis =
    'The pools and parameters are the current ones; outcomes and problems are those that the service recorded.';
  const id = `${account}-${region}`;
  return html`${overview(countCategories(all), basis, `verdict-${id}`)}${groups.length === 0 ? undefined : problemsSection(groups, (pool) => names.get(pool) ?? pool, `problems-${id}`)}`;
}

function poolsPart({ account, region, now, pools }: AccountRegionView): Html {
  const { shown, found } = pools;
  const home = { account, region };
  const cut =
    found > MAX_POOLS
      ? html`<p>Showing the first ${shown.length} of ${found} pools. Use the search to find others.</p>`
      : undefined;
  const problems = problemsByPool(groupsOf(shown, home));
  return html`<h3>Pools <span class="quiet">${found}</span></h3>${cut}${shown.length === 0 ? html`<p class="quiet">No pools.</p>` : rowTable(shown, { home, now, problems })}`;
}

function flow(lines: readonly FlowLine[]): Html {
  return html`<h3>Flow</h3>${
    lines.length === 0
      ? html`<p class="quiet">No events and calls yet.</p>`
      : html`<ol class="flow">${lines.map(
          ({ at, kind, what, detail }) =>
            html`<li class="f-${kind}"><time datetime="${at}" title="${exactTime(at)}">${at.slice(11, 19)}</time> <small>${kind}</small> <b>${what}</b> <span class="quiet">${detail}</span></li>`,
        )}</ol>`
  }`;
}

function queues({ queues: known }: AccountRegionView): Html {
  if (known.length === 0) return html``;
  return html`<h3>Queues</h3><table><thead><tr><th scope="col">Queue</th><th scope="col" class="count">waiting</th><th scope="col" class="count">in flight</th><th scope="col" class="count">delayed</th></tr></thead>
<tbody>${known.map(
    ({ name, waiting, inFlight, delayed }) =>
      html`<tr><th scope="row" title="${name}">${name.replace(/^cognito-log-reconciler-[^-]+-/, '')}</th><td class="count">${waiting}</td><td class="count">${inFlight}</td><td class="count">${delayed}</td></tr>`,
  )}</tbody></table>`;
}

function quotas({ quotas: known }: AccountRegionView): Html {
  const rows = Object.entries(known);
  return html`<h3>Quotas</h3>${
    rows.length === 0
      ? html`<p class="quiet">No calls yet, or quotas are disabled.</p>`
      : html`<table><thead><tr><th scope="col">Category</th><th scope="col" class="count">per second</th><th scope="col" class="count">allowed</th><th scope="col" class="count">throttled</th></tr></thead>
<tbody>${rows.map(
          ([name, { perSecond, taken, refused }]) =>
            html`<tr><th scope="row">${breakable(name)}</th><td class="count">${perSecond}</td><td class="count">${taken}</td><td class="count ${refused > 0 ? 'bad' : ''}">${refused}</td></tr>`,
        )}</tbody></table>`
  }`;
}

/** Lets the browser break a name such as `UserPoolResourceUpdate` before a capital letter. */
const breakable = (name: string): Html =>
  html`${name.split(/(?<=[a-z])(?=[A-Z])/).map((word, at) => html`${at === 0 ? undefined : html`<wbr>`}${word}`)}`;

const faults = ({ faults: pending }: AccountRegionView): Html =>
  html`<h3>Injected faults</h3>${pending.length === 0 ? html`<p class="quiet">None.</p>` : html`<ul>${pending.map((fault) => html`<li>${fault}</li>`)}</ul>`}`;
