import type { Side } from './configuration-lines.ts';
import { type Html, html } from './html.ts';

/** One pool as a person looks at it: what is wanted, what is there, and what the service has recorded. */
export interface PoolView {
  readonly id: string;
  /** Stands below the id. */
  readonly name?: string;
  readonly tier?: string;
  readonly desired: Side;
  readonly observed: Side;
  readonly recorded?: RecordedView;
}

/** Times are ISO 8601. */
export interface RecordedView {
  readonly outcome: string;
  readonly reasons: readonly string[];
  readonly since: string;
  readonly driftCount: number;
  /** Why its logs do not flow, though it is as desired. */
  readonly findings?: readonly string[];
  readonly appliedAt?: string;
  /** Who keeps writing a contested pool. */
  readonly otherWriter?: string;
  /** What stood on the pool before it was managed. */
  readonly before?: Side;
  /** Newest first. */
  readonly history?: readonly MomentView[];
}

/** Something that happened to a pool. */
export interface MomentView {
  readonly at: string;
  readonly what: string;
  /** Who was seen writing, with what and when. */
  readonly after?: string;
  readonly lines: readonly string[];
}

/** Outcomes that ask for a person, those that wait for time, and those in which all is well. */
const tones: Readonly<Record<string, string>> = {
  Rejected: 'bad',
  Contested: 'bad',
  PoolNotFound: 'bad',
  Failed: 'bad',
  OutOfSync: 'wait',
  Waiting: 'wait',
};

/** The pools as a table that also reads well where there is no room for one. */
export function poolTable(pools: readonly PoolView[]): Html {
  if (pools.length === 0) return html`<p class="empty">No pool.</p>`;
  return html`<table class="pools">
<thead><tr><th scope="col">Pool</th><th scope="col">Desired</th><th scope="col">Observed</th><th scope="col">Recorded</th></tr></thead>
<tbody>${pools.map(row)}</tbody>
</table>`;
}

function row(pool: PoolView): Html {
  const { outcome = '', since = '', appliedAt = '', driftCount = 0 } = pool.recorded ?? {};
  return html`<tr data-pool="${pool.id}" data-outcome="${outcome}" data-since="${since}" data-applied="${appliedAt}" data-drifts="${driftCount}">
<th scope="row"><code>${pool.id}</code>${named(pool)}</th>
<td data-label="Desired">${side(pool.desired, pool.observed, 'not on the pool')}</td>
<td data-label="Observed">${side(pool.observed, pool.desired, 'not desired')}</td>
<td data-label="Recorded">${recorded(pool)}</td>
</tr>`;
}

const named = ({ name, tier }: PoolView): Html | undefined =>
  name === undefined ? undefined : html`<br><span class="quiet">${name}${tier && html` · ${tier}`}</span>`;

/** Entries that the other side lacks are marked and said, where the other side has something to compare with. */
function side(own: Side, other: Side, lacking: string): Html {
  if (own.note !== undefined) return html`<span class="quiet">${own.note}</span>`;
  const comparable = other.note === undefined || other.note === 'nothing';
  const lines = own.lines.map((line) =>
    comparable && !other.lines.includes(line)
      ? html`<li><mark>${line}</mark> <span class="quiet">${lacking}</span></li>`
      : html`<li>${line}</li>`,
  );
  return html`<ul>${lines}</ul>`;
}

function recorded({ recorded: known }: PoolView): Html {
  if (known === undefined) return html`<span class="quiet">nothing</span>`;
  const { outcome, reasons, since, driftCount, findings = [], appliedAt, otherWriter } = known;
  const drifted =
    driftCount > 0 ? html` · drifted ${driftCount === 1 ? 'once' : `${driftCount} times`}` : undefined;
  const applied = appliedAt && html` · applied <time>${appliedAt}</time>`;
  const tone = findings.length > 0 ? 'bad' : (tones[outcome] ?? 'good');
  return html`<strong class="${tone}">${outcome}</strong> <span class="quiet">since <time>${since}</time>${applied}${drifted}</span>
<ul>${findings.map((finding) => html`<li class="bad">${finding}</li>`)}${reasons.map((reason) => html`<li>${reason}</li>`)}${otherWriter && html`<li>written by ${otherWriter}</li>`}</ul>${past(known)}`;
}

/** Closed on a screen, all there on paper. */
function past({ before, history = [] }: RecordedView): Html | undefined {
  if (before === undefined && history.length === 0) return undefined;
  const first =
    before &&
    html`<li>before it was managed: ${before.note ?? html`<ul>${before.lines.map((line) => html`<li>${line}</li>`)}</ul>`}</li>`;
  return html`<details><summary>${history.length} in its history</summary><ol>${history.map(moment)}${first}</ol></details>`;
}

const moment = ({ at, what, after, lines }: MomentView): Html =>
  html`<li><time>${at}</time> <b>${what}</b>${after && html` after ${after}`}${lines.length > 0 ? html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>` : undefined}</li>`;
