import { EMPTY_NOTE, type Side } from './configuration-lines.ts';
import { type Html, html } from './html.ts';

/** One row of the table: the desired, the observed and the recorded state of a pool. */
export interface PoolView {
  readonly id: string;
  /** Shown below the ID. */
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
  /** Reasons why the pool delivers no logs although it is in sync. */
  readonly findings?: readonly string[];
  readonly appliedAt?: string;
  /** The ARN of the other writer of a contested pool. */
  readonly otherWriter?: string;
  /** The configuration of the pool before the service first managed it. */
  readonly original?: Side;
  /** Newest first. */
  readonly history?: readonly HistoryEntry[];
}

/** One entry in the history of a pool. */
export interface HistoryEntry {
  readonly at: string;
  readonly change: string;
  /** The API call that caused the change: operation, caller and time. */
  readonly trigger?: string;
  readonly lines: readonly string[];
}

/** CSS classes of the outcomes: `bad` needs attention, `wait` is pending. All other outcomes are `good`. */
const OUTCOME_CLASSES: Readonly<Record<string, string>> = {
  Rejected: 'bad',
  Contested: 'bad',
  PoolNotFound: 'bad',
  Failed: 'bad',
  OutOfSync: 'wait',
  Waiting: 'wait',
};

/** Renders the pools as a table. On a narrow screen, the style sheet shows each row as a list. */
export function poolTable(pools: readonly PoolView[]): Html {
  if (pools.length === 0) return html`<p class="empty">No pools.</p>`;
  return html`<table class="pools">
<thead><tr><th scope="col">Pool</th><th scope="col">Desired</th><th scope="col">Observed</th><th scope="col">Recorded</th></tr></thead>
<tbody>${pools.map(row)}</tbody>
</table>`;
}

function row(pool: PoolView): Html {
  const { outcome = '', since = '', appliedAt = '', driftCount = 0 } = pool.recorded ?? {};
  return html`<tr data-pool="${pool.id}" data-outcome="${outcome}" data-since="${since}" data-applied="${appliedAt}" data-drifts="${driftCount}">
<th scope="row"><code>${pool.id}</code>${nameAndTier(pool)}</th>
<td data-label="Desired">${side(pool.desired, pool.observed, 'not on the pool')}</td>
<td data-label="Observed">${side(pool.observed, pool.desired, 'not desired')}</td>
<td data-label="Recorded">${recorded(pool)}</td>
</tr>`;
}

const nameAndTier = ({ name, tier }: PoolView): Html | undefined =>
  name === undefined ? undefined : html`<br><span class="quiet">${name}${tier && html` · ${tier}`}</span>`;

/** Renders one side and marks the entries that the other side does not contain, if the sides can be compared. */
function side(own: Side, other: Side, missingNote: string): Html {
  if (own.note !== undefined) return html`<span class="quiet">${own.note}</span>`;
  const comparable = other.note === undefined || other.note === EMPTY_NOTE;
  const lines = own.lines.map((line) =>
    comparable && !other.lines.includes(line)
      ? html`<li><mark>${line}</mark> <span class="quiet">${missingNote}</span></li>`
      : html`<li>${line}</li>`,
  );
  return html`<ul>${lines}</ul>`;
}

function recorded({ recorded: known }: PoolView): Html {
  if (known === undefined) return html`<span class="quiet">no record</span>`;
  const { outcome, reasons, since, driftCount, findings = [], appliedAt, otherWriter } = known;
  const drifted =
    driftCount > 0 ? html` · drifted ${driftCount === 1 ? 'once' : `${driftCount} times`}` : undefined;
  const applied = appliedAt && html` · applied <time>${appliedAt}</time>`;
  const outcomeClass = findings.length > 0 ? 'bad' : (OUTCOME_CLASSES[outcome] ?? 'good');
  return html`<strong class="${outcomeClass}">${outcome}</strong> <span class="quiet">since <time>${since}</time>${applied}${drifted}</span>
<ul>${findings.map((finding) => html`<li class="bad">${finding}</li>`)}${reasons.map((reason) => html`<li>${reason}</li>`)}${otherWriter && html`<li>other writer: ${otherWriter}</li>`}</ul>${pastChanges(known)}`;
}

/** Renders the history. It is collapsed on a screen. The script of the report expands it before printing. */
function pastChanges({ original, history = [] }: RecordedView): Html | undefined {
  if (original === undefined && history.length === 0) return undefined;
  const first =
    original &&
    html`<li>original configuration: ${original.note ?? html`<ul>${original.lines.map((line) => html`<li>${line}</li>`)}</ul>`}</li>`;
  return html`<details><summary>History (${history.length})</summary><ol>${history.map(historyItem)}${first}</ol></details>`;
}

const historyItem = ({ at, change, trigger, lines }: HistoryEntry): Html =>
  html`<li><time>${at}</time> <b>${change}</b>${trigger && html` after ${trigger}`}${lines.length > 0 ? html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>` : undefined}</li>`;
