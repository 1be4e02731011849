import type { Side } from './configuration-lines.ts';
import { type Html, html } from './html.ts';

/** One pool as a person looks at it: what is wanted, what is there, and what the service has recorded. */
export interface PoolView {
  readonly id: string;
  /** Of the pool; undefined where there is only a parameter. */
  readonly name?: string;
  readonly tier?: string;
  readonly desired: Side;
  readonly observed: Side;
  readonly recorded?: {
    readonly outcome: string;
    readonly reasons: readonly string[];
    /** ISO 8601. */
    readonly since: string;
    readonly driftCount: number;
  };
}

/** Outcomes that ask for a person, those that wait for time, and those in which all is well. */
const tones: Readonly<Record<string, string>> = {
  Rejected: 'bad',
  Contested: 'bad',
  PoolMissing: 'bad',
  Failed: 'bad',
  Differs: 'wait',
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
  return html`<tr>
<th scope="row"><code>${pool.id}</code><br><span class="quiet">${pool.name ?? 'no such pool'}${pool.tier && html` · ${pool.tier}`}</span></th>
<td data-label="Desired">${side(pool.desired, pool.observed, 'not on the pool')}</td>
<td data-label="Observed">${side(pool.observed, pool.desired, 'not desired')}</td>
<td data-label="Recorded">${recorded(pool)}</td>
</tr>`;
}

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
  const { outcome, reasons, since, driftCount } = known;
  const drifted = driftCount > 0 ? html` · drifted ${driftCount} times` : undefined;
  return html`<strong class="${tones[outcome] ?? 'good'}">${outcome}</strong> <span class="quiet">since <time>${since}</time>${drifted}</span>
<ul>${reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`;
}
