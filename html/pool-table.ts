import { NOT_ARRIVING } from './arrival.ts';
import { differencesOf, type EntryView, isConfiguration, type Side } from './configuration.ts';
import { type Home, shortDestination } from './destinations.ts';
import { type Html, html } from './html.ts';
import { hasDetails } from './pool-details.ts';
import type { PoolView } from './pool-view.ts';
import { CATEGORY_TEXTS, type Category, categoryOf } from './states.ts';
import { age } from './times.ts';

/** The data of the page that every row needs. */
export interface RowContext {
  readonly home: Home;
  /** ISO 8601. Ages are relative to this time. */
  readonly now: string;
  /** The problems of each pool, by pool ID. */
  readonly problems: ReadonlyMap<string, readonly string[]>;
}

/** A page with more rows in its table opens slowly, so the script of the report shows the others on request. */
const MAX_TABLE_ROWS = 200;

const HEAD = html`<thead><tr><th scope="col">Pool</th><th scope="col">State</th><th scope="col">Logs</th><th scope="col">Since</th><th scope="col">Last write</th><th scope="col" class="count">Drifts</th></tr></thead>`;

/**
 * Renders the pools as a table, and those after the first 200 as a second table that only a browser without JavaScript
 * shows. On a narrow screen, the style sheet shows each row as a block.
 */
export function poolTable(pools: readonly PoolView[], context: RowContext): Html {
  if (pools.length === 0) return html`<p class="quiet">No pools.</p>`;
  const rest = pools.slice(MAX_TABLE_ROWS);
  return html`${rowTable(pools.slice(0, MAX_TABLE_ROWS), context)}
<div class="rest">${rest.length === 0 ? undefined : html`<noscript>${rowTable(rest, context)}</noscript>`}</div>
<button type="button" id="more" hidden>Show more</button>`;
}

/** Renders the pools as one table. */
export const rowTable = (pools: readonly PoolView[], context: RowContext): Html =>
  html`<table class="pools">${HEAD}
<tbody>${pools.map((pool) => row(pool, context))}</tbody>
</table>`;

function row(pool: PoolView, { home, now, problems }: RowContext): Html {
  const { id, name, recorded, desired, observed } = pool;
  const category = categoryOf(pool);
  const { since = '', appliedAt = '', driftCount = 0 } = recorded ?? {};
  const entries = [...desired.entries, ...observed.entries];
  const sources = [...new Set(entries.map(({ source }) => source))].join(' ');
  const arns = [...new Set(entries.map(({ arn }) => arn))].join(' ');
  return html`<tr data-pool="${id}" data-name="${name ?? id}" data-state="${category}" data-outcome="${recorded?.outcome ?? ''}" data-since="${since}" data-applied="${appliedAt}" data-drifts="${driftCount}" data-sources="${sources}" data-arns="${arns}" data-problems="${(problems.get(id) ?? []).join(' ')}">
<th scope="row">${hasDetails(pool) ? html`<a class="open" href="#pool=${encodeURIComponent(id)}">${name ?? id}</a>` : html`<b>${name ?? id}</b>`}${name === undefined ? undefined : html`<code>${id}</code>`}${(pool.notes ?? []).map((note) => html`<small>${note}</small>`)}</th>
<td>${stateLabel(pool, category)}</td>
<td>${logs(desired, observed, home)}</td>
<td data-label="Since">${since === '' ? '–' : age(since, now)}</td>
<td data-label="Last write">${appliedAt === '' ? '–' : age(appliedAt, now)}</td>
<td data-label="Drifts" class="count">${driftCount}</td>
</tr>
`;
}

/** Renders the category, and the recorded outcome below it if that says something else. */
function stateLabel({ recorded, missing = [], live, arrival }: PoolView, category: Category): Html {
  const { label, tone } = CATEGORY_TEXTS[category];
  const outcome = recorded?.outcome;
  const reason = live?.kind === 'Failed' ? live.reason : undefined;
  const isNew =
    outcome !== undefined && outcome !== label && category !== 'missing' && category !== 'observed';
  return html`<span class="state ${tone}"><i class="dot c-${category}"></i>${label}</span>${reason && html`<small class="bad">could not be read: ${reason}</small>`}${isNew ? html`<small>${['unread', 'differs'].includes(category) ? 'recorded: ' : ''}${outcome}</small>` : undefined}${arrival && html`<small${arrival.result === NOT_ARRIVING ? html` class="bad"` : undefined}>sign-in logs: ${arrival.result}</small>`}${reason === undefined && missing.length > 0 ? html`<small class="bad">incomplete</small>` : undefined}`;
}

/** Renders one line per event source; where the two sides differ, one line for each side. */
function logs(desired: Side, observed: Side, home: Home): Html {
  const differences = differencesOf(desired, observed);
  const shown = isConfiguration(observed) ? observed : desired;
  const differing = new Set(differences.map(({ source }) => source));
  const same = shown.entries.filter(({ source }) => !differing.has(source));
  if (differences.length === 0 && same.length === 0)
    return html`<span class="quiet">${shown.note ?? desired.note}</span>`;
  return html`<ul>${differences.map(
    (one) =>
      html`<li class="gone"><small>desired</small> ${sideText(one.source, one.desired, home)}</li><li class="found"><small>observed</small> ${sideText(one.source, one.observed, home)}</li>`,
  )}${same.map((entry) => html`<li>${entryText(entry, home)}</li>`)}</ul>`;
}

const sideText = (source: string, entries: readonly EntryView[], home: Home): Html =>
  entries.length === 0
    ? html`<span class="entry"><span class="source">${source}</span> not set</span>`
    : html`${entries.map((entry) => entryText(entry, home))}`;

/** Cognito documents one level for each event source. A row shows only another one. */
const usualLevel = (source: string): string => (source === 'userNotification' ? 'ERROR' : 'INFO');

/** Renders an entry with its short destination. The ARN is the title; the style sheet shows it on focus too. */
export function entryText({ source, level, arn }: EntryView, home: Home): Html {
  const { kind, name, place } = shortDestination(arn, home);
  return html`<span class="entry"><span class="source">${source}${usualLevel(source) === level ? undefined : html` <small>${level}</small>`}</span> <span class="dest" title="${arn}">${kind === '' ? undefined : html`<small>${kind}</small> `}${name}${place && html` <small>(${place})</small>`}</span></span>`;
}
