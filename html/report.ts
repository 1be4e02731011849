import { createHash } from 'node:crypto';
import { activityOf } from './activity.ts';
import type { ArrivalTotalsView } from './arrival.ts';
import { type Home, shortDestination } from './destinations.ts';
import { filterForm } from './filters.ts';
import { Html, html } from './html.ts';
import { activitySection, definitions, overview, problemsSection } from './overview.ts';
import { hasDetails, poolDetails } from './pool-details.ts';
import { groupsOf, problemsByPool } from './pool-problems.ts';
import { poolTable } from './pool-table.ts';
import type { PoolView } from './pool-view.ts';
import { REPORT_SCRIPT } from './report-script.ts';
import { byUrgency } from './states.ts';
import { style } from './style.ts';
import { exactTime, moment } from './times.ts';
import { countCategories } from './verdict.ts';

/** The content of the audit report for one account and Region, or for several. Times are ISO 8601. */
export interface ReportView {
  readonly service: string;
  /** Replaces `account …, Region …` in the title of a report about several. */
  readonly scope?: string;
  readonly account: string;
  readonly region: string;
  readonly madeAt: string;
  /** The version of `clr` that created the report. */
  readonly version: string;
  /** Every pool: managed, unmanaged and no longer managed. */
  readonly pools: readonly PoolView[];
  /** Whether the pools were read for this report. */
  readonly isLive: boolean;
  /** Data that this report does not contain although it should, as full sentences. Makes the report incomplete. */
  readonly missing: readonly string[];
  /** The check whether sign-in logs arrive. Undefined if the service does not run it, null before the first check. */
  readonly arrival?: ArrivalTotalsView | null;
  /** Further notes, such as the last sweep or a hold. */
  readonly notes: readonly string[];
}

/** Renders the report as one HTML page that loads no other files. */
export function report(view: ReportView): string {
  const { service, account, region, madeAt, version, missing, notes } = view;
  const pools = view.pools.toSorted(byUrgency);
  const home = { account, region };
  const counts = countCategories(pools);
  const groups = groupsOf(pools, home);
  const names = new Map(pools.map(({ id, name }) => [id, name ?? id]));
  const { scope = `account ${account}, Region ${region}` } = view;
  const title = `User pool log delivery, ${scope}`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${hash(style)}; script-src ${hash(REPORT_SCRIPT)}; img-src data:; form-action 'none'; base-uri 'none'">
<title>${missing.length > 0 ? 'Incomplete: ' : ''}${title}</title>
<link rel="icon" href="data:,">
<style>${new Html(style)}</style>
</head>
<body>
<header class="top"><h1>${title}</h1>
<p class="quiet">State of ${service} at ${moment(madeAt)}. Created by clr ${version}. Ages are relative to this time.</p></header>
<main>
${missing.length > 0 ? incomplete(missing) : undefined}
${overview(counts, basisOf(view))}
${notes.length > 0 ? html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>` : undefined}
<div class="columns">${problemsSection(groups, (id) => names.get(id) ?? id)}
${activitySection(activityOf(pools, madeAt))}</div>
${definitions(counts)}
<section class="card list" aria-labelledby="pools"><h2 id="pools">Pools <span class="quiet">${pools.length}</span></h2>
${filterForm(pools, counts, groups, home)}
${poolTable(pools, { home, now: madeAt, problems: problemsByPool(groups) })}</section>
${destinations(pools, home)}
<section class="appendix" aria-labelledby="appendix"><h2 id="appendix">Details and history of each pool</h2>
<div class="articles"><noscript>${pools.filter(hasDetails).map((pool) => poolDetails(pool, home))}</noscript></div></section>
</main>
<script>${new Html(REPORT_SCRIPT)}</script>
</body>
</html>
`.text;
}

const hash = (text: string): Html =>
  new Html(`'sha256-${createHash('sha256').update(text).digest('base64')}'`);

const incomplete = (missing: readonly string[]): Html =>
  html`<section class="card incomplete" role="alert"><h2>This report is incomplete</h2><ul>${missing.map((one) => html`<li>${one}</li>`)}</ul></section>`;

const basisOf = ({ isLive, madeAt }: ReportView): string =>
  isLive
    ? `Each pool was read for this report, until ${exactTime(madeAt)}. The outcomes, problems and history are those that the service recorded.`
    : 'From the records of the service. The pools were not read for this report: a change since the last check is not included. To read them, run: clr report --live.';

/** Lists every destination with its full ARN, which the table of pools shows in its short form only. */
function destinations(pools: readonly PoolView[], home: Home): Html | undefined {
  const counts = new Map<string, number>();
  for (const { desired, observed } of pools)
    for (const arn of new Set([...desired.entries, ...observed.entries].map((entry) => entry.arn)))
      if (arn !== '') counts.set(arn, (counts.get(arn) ?? 0) + 1);
  if (counts.size === 0) return undefined;
  const sorted = [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return html`<section class="card destinations" aria-labelledby="destinations"><h2 id="destinations">Destinations <span class="quiet">${counts.size}</span></h2>
<table><thead><tr><th scope="col">Destination</th><th scope="col">ARN</th><th scope="col" class="count">Pools</th></tr></thead>
<tbody>${sorted.map(([arn, count]) => {
    const { kind, name, place } = shortDestination(arn, home);
    return html`<tr><th scope="row"><small>${kind}</small> ${name}${place && html` <small>(${place})</small>`}</th><td class="code">${arn}</td><td class="count"><a href="#destination=${encodeURIComponent(arn)}">${count}</a></td></tr>`;
  })}</tbody></table></section>`;
}
