import type { Activity } from './activity.ts';
import { activityChart, categoryBar } from './charts.ts';
import { type Html, html } from './html.ts';
import type { ProblemGroup } from './problem-groups.ts';
import { CATEGORIES, CATEGORY_TEXTS } from './states.ts';
import { type CategoryCount, verdictText, verdictTone } from './verdict.ts';

/** Renders the verdict, the bar and the tiles. A tile is a link that filters the pools. */
export function overview(counts: readonly CategoryCount[], basis: string, heading = 'verdict'): Html {
  const text = verdictText(counts);
  return html`<section class="card verdict v-${verdictTone(counts)}" aria-labelledby="${heading}">
<h2 id="${heading}">${text}</h2>
<p class="quiet">${basis}</p>
${categoryBar(counts, text)}
<ul class="tiles">${counts.map(tile)}</ul>
</section>`;
}

const tile = ({ category, count }: CategoryCount): Html =>
  html`<li><a class="tile t-${CATEGORY_TEXTS[category].tone}" href="#state=${category}" data-filter="state=${category}" title="${CATEGORY_TEXTS[category].definition}"><b>${count}</b><span><i class="dot c-${category}"></i>${CATEGORY_TEXTS[category].label}</span></a></li>`;

/** Renders the chart of changes over time; undefined if no change was recorded. */
export const activitySection = (activity: Activity | undefined): Html | undefined =>
  activity &&
  html`<section class="card" aria-labelledby="activity">
<h2 id="activity">Drift and repairs</h2>
<p class="quiet">The service keeps the last 20 changes of each pool.</p>
${activityChart(activity)}
</section>`;

/** The number of pools that a problem lists; a link shows the others. */
const MAX_LISTED = 8;

/** Renders the problems by cause. `nameOf` returns the text of the link to a pool. */
export function problemsSection(
  groups: readonly ProblemGroup[],
  nameOf: (id: string) => string,
  heading = 'problems',
): Html {
  return html`<section class="card" aria-labelledby="${heading}">
<h2 id="${heading}">Problems <span class="quiet">${groups.length === 0 ? 'none' : `${groups.length} by cause`}</span></h2>
${groups.length === 0 ? html`<p class="quiet">No problem is known.</p>` : html`<ol class="problems">${groups.map((group) => problem(group, nameOf))}</ol>`}
</section>`;
}

function problem({ key, title, details, pools }: ProblemGroup, nameOf: (id: string) => string): Html {
  const listed = pools.slice(0, MAX_LISTED);
  const links = listed.map(
    (id, at) => html`${at === 0 ? '' : ', '}<a href="#pool=${encodeURIComponent(id)}">${nameOf(id)}</a>`,
  );
  const rest = pools.length - listed.length;
  return html`<li><div class="problem-title"><strong>${title}</strong> <a class="pools-link" href="#problem=${key}" data-filter="problem=${key}">${pools.length === 1 ? '1 pool' : `${pools.length} pools`}</a></div>
${details.map((detail) => html`<div class="quiet code">${detail}</div>`)}<div class="links">${links}${rest > 0 ? html` and ${rest} more` : undefined}</div></li>`;
}

/** Renders the definitions of the categories that occur. */
export function definitions(counts: readonly CategoryCount[]): Html {
  const used = CATEGORIES.filter((category) => counts.some((one) => one.category === category));
  return html`<details class="definitions"><summary>Definitions</summary><dl>${used.map(
    (category) =>
      html`<div><dt><i class="dot c-${category}"></i>${CATEGORY_TEXTS[category].label}</dt><dd>${CATEGORY_TEXTS[category].definition}</dd></div>`,
  )}</dl></details>`;
}
