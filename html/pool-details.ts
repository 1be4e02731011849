import { differencesOf, type EntryView, isConfiguration, type Side } from './configuration.ts';
import type { Home } from './destinations.ts';
import { type Html, html } from './html.ts';
import type { HistoryEntry, PoolView } from './pool-view.ts';
import { problemTitle, shortArn } from './problem-groups.ts';
import { CATEGORY_TEXTS, categoryOf } from './states.ts';
import { moment } from './times.ts';

/** Whether the page has details of a pool. An unmanaged pool that was not read has nothing to show below its row. */
export const hasDetails = ({ recorded, history = [], live, missing = [] }: PoolView): boolean =>
  recorded !== undefined || history.length > 0 || live !== undefined || missing.length > 0;

/** Renders the details of a pool: its problems, its configuration with full ARNs, and its history. */
export function poolDetails(pool: PoolView, home: Home): Html {
  const { id, name, recorded, missing = [], history = [] } = pool;
  const { label } = CATEGORY_TEXTS[categoryOf(pool)];
  const facts = [...missing, ...problemLines(pool, home)];
  return html`<article class="details" id="pool=${id}" aria-label="Details of ${name ?? id}">
<h3><span>${name ?? id}</span> ${name === undefined ? undefined : html`<code>${id}</code>`} <span class="quiet">${label}${recorded === undefined ? '' : `, recorded: ${recorded.outcome}`}</span></h3>
${facts.length === 0 ? undefined : html`<ul class="facts">${facts.map((fact) => html`<li>${fact}</li>`)}</ul>`}
${configuration(pool)}
${history.length === 0 && recorded?.original === undefined ? undefined : html`<ol class="timeline">${history.map(historyItem)}${original(recorded?.original)}</ol>`}
</article>
`;
}

function problemLines({ recorded, live, unprocessed, arrival }: PoolView, home: Home): readonly string[] {
  const failed = live?.kind === 'Failed' ? [`Could not be read: ${live.reason}.`] : [];
  const gone = live?.kind === 'PoolNotFound' ? ['The pool does not exist now.'] : [];
  const findings = (recorded?.findings ?? []).map(
    ({ problem, since, destination }) =>
      `${problemTitle(problem, destination, home)}. Found at ${since}; it may have begun earlier.`,
  );
  const writer = recorded?.otherWriter === undefined ? [] : [`Other writer: ${recorded.otherWriter}`];
  const pending = unprocessed === undefined ? [] : [unprocessed];
  const arrived = arrival === undefined ? [] : [arrival.text];
  return [...failed, ...gone, ...pending, ...findings, ...arrived, ...(recorded?.reasons ?? []), ...writer];
}

/** Renders both sides: next to each other where they differ, and once where they are equal. */
function configuration({ desired, observed, live }: PoolView): Html {
  const differences = differencesOf(desired, observed);
  if (differences.length > 0)
    return html`<table class="comparison"><thead><tr><th scope="col">Event source</th><th scope="col">Desired</th><th scope="col">Observed</th></tr></thead>
<tbody>${differences.map(
      (one) =>
        html`<tr><th scope="row">${one.source}</th><td><del>${entryLines(one.desired)}</del></td><td><ins>${entryLines(one.observed)}</ins></td></tr>`,
    )}${sameEntries(
      desired,
      differences.map(({ source }) => source),
    )}</tbody></table>`;
  const isCompared = live !== undefined && isConfiguration(desired) && isConfiguration(observed);
  if (isCompared) return html`<p class="sides"><b>Desired and observed</b> ${sideLines(desired)}</p>`;
  return html`<p class="sides"><b>Desired</b> ${sideLines(desired)}</p><p class="sides"><b>Observed</b> ${sideLines(observed)}</p>`;
}

const sameEntries = ({ entries }: Side, differing: readonly string[]): readonly Html[] =>
  entries
    .filter(({ source }) => !differing.includes(source))
    .map(
      (entry) =>
        html`<tr><th scope="row">${entry.source}</th><td colspan="2">${entryLines([entry])}</td></tr>`,
    );

const entryLines = (entries: readonly EntryView[]): Html =>
  entries.length === 0
    ? html`not set`
    : html`${entries.map(({ level, arn }) => html`<span class="code">${level} ${arn === '' ? 'no destination' : arn}</span>`)}`;

const sideLines = ({ entries, note }: Side): Html =>
  entries.length === 0
    ? html`<span class="quiet">${note}</span>`
    : html`${entries.map(({ source, level, arn }) => html`<span class="code">${source} ${level} ${arn === '' ? 'no destination' : arn}</span>`)}`;

const original = (side: Side | undefined): Html | undefined =>
  side &&
  html`<li class="first"><span class="what">Before the service managed the pool</span> ${sideLines(side)}</li>`;

function historyItem({ at, kind, title, by, lines }: HistoryEntry): Html {
  const actor = by && html` by <b title="${by}">${shortArn(by)}</b>`;
  return html`<li class="h-${kind}">${moment(at)} <span class="what">${title}</span>${actor}${lines.length > 0 ? html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>` : undefined}</li>`;
}
