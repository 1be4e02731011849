import { colors } from './colors.ts';
import { print } from './print-style.ts';

/** The style sheet of both pages: wide and narrow screens, light and dark colors, and print. */
export const style = `${colors}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; padding: 1.5rem; max-width: 88rem; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
h1 { font-size: 1.15rem; font-weight: 600; margin: 0; } h2 { font-size: 1rem; font-weight: 600; margin: 0 0 .75rem; }
h2 .quiet, h3 .quiet { font-weight: 400; } h3 { font-size: .95rem; font-weight: 600; margin: 0 0 .25rem; }
p { margin: .25rem 0; } ul, ol { margin: 0; padding: 0; list-style: none; }
a { color: var(--link); } a:focus-visible, summary:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible {
  outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
code, .code { font-family: ui-monospace, SFMono-Regular, Menlo, monospace; font-size: .82rem; overflow-wrap: anywhere; }
small { font-size: .8rem; color: var(--quiet); } small.bad { color: var(--bad); }
.top { margin-bottom: 1rem; } main { display: grid; gap: 1rem; } .columns { display: grid; gap: 1rem; align-items: start; }
main > *, .columns > * { min-width: 0; }
@media (min-width: 64rem) { .columns:has(> :nth-child(2)) { grid-template-columns: 3fr 2fr; } }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.25rem; }
.incomplete { border-color: var(--bad); border-left-width: 6px; background: var(--badsoft); }
.incomplete h2 { color: var(--bad); margin-bottom: .25rem; } .incomplete ul { list-style: disc; padding-left: 1.2rem; }
.verdict h2 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 .25rem; text-wrap: balance; }
.category-bar { display: block; width: 100%; height: 18px; margin: 1rem 0; border-radius: 5px; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.2rem, 1fr)); gap: .6rem; }
.tile { display: block; padding: .6rem .8rem; border: 1px solid var(--line); border-radius: 8px; text-decoration: none; color: inherit; background: var(--card); }
.tile:hover { border-color: var(--link); } .tile[aria-current] { border-color: var(--link); box-shadow: inset 0 0 0 1px var(--link); }
.tile b { display: block; font-size: 1.6rem; line-height: 1.2; font-weight: 600; font-variant-numeric: tabular-nums; }
.tile span { font-size: .85rem; color: var(--quiet); } .t-bad b { color: var(--bad); } .t-good b { color: var(--good); } .t-wait b { color: var(--wait); }
.dot { display: inline-block; width: .6rem; height: .6rem; border-radius: 50%; margin-right: .4rem; }
.notes { color: var(--quiet); font-size: .9rem; padding: 0 .25rem; }
.problems > li { padding: .6rem 0; border-top: 1px solid var(--line); } .problems > li:first-child { border: 0; padding-top: 0; }
.problem-title { display: flex; gap: 1rem; justify-content: space-between; align-items: baseline; overflow-wrap: anywhere; }
.problem-title strong { font-weight: 600; min-width: 0; } .pools-link { white-space: nowrap; font-variant-numeric: tabular-nums; } .links { font-size: .85rem; overflow-wrap: anywhere; }
.activity { margin: 0; } .activity svg { display: block; width: 100%; height: 110px; border-bottom: 1px solid var(--line); }
.activity figcaption { display: flex; flex-wrap: wrap; gap: .25rem 1rem; font-size: .85rem; margin-bottom: .5rem; }
.key { border-left-width: .8rem; border-left-style: solid; padding-left: .4rem; } .axis { display: flex; justify-content: space-between; gap: 1rem; font-size: .8rem; color: var(--quiet); }
.definitions dl { margin: .5rem 0 0; display: grid; gap: .3rem; } .definitions dl > div { display: grid; grid-template-columns: 11rem 1fr; gap: .5rem; }
.definitions dd { margin: 0; color: var(--quiet); } summary { cursor: pointer; color: var(--quiet); font-size: .9rem; }
form { display: flex; gap: .5rem .9rem; align-items: end; flex-wrap: wrap; margin-bottom: .75rem; } form[hidden] { display: none; }
form label { display: grid; gap: .1rem; font-size: .8rem; color: var(--quiet); min-width: 0; }
input, select, button { font: inherit; font-size: .9rem; padding: .35rem .55rem; border: 1px solid var(--quiet); border-radius: 6px; background: var(--card); color: var(--ink); max-width: 100%; }
select { max-width: 13rem; } input[type=search] { width: 17rem; } button { cursor: pointer; } button:hover { border-color: var(--link); }
#shown { margin-left: auto; font-size: .9rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { font-size: .8rem; font-weight: 600; color: var(--quiet); overflow-wrap: normal; } tbody th { font-weight: 400; } .count { text-align: right; } th.count { text-align: right; }
.pools { table-layout: fixed; } .pools > thead th:nth-child(1) { width: 22%; } .pools > thead th:nth-child(2) { width: 17%; } .pools > thead th:nth-child(4), .pools > thead th:nth-child(5) { width: 10%; } .pools > thead th:nth-child(6) { width: 6%; }
#more { margin-top: .75rem; } .pools > tbody > tr:hover { background: var(--soft); } .pools th code, .pools th small, .pools > tbody > tr > td > small { display: block; }
.pools th code { color: var(--quiet); } .open { font-weight: 600; text-decoration: none; } .open:hover { text-decoration: underline; }
.open[aria-expanded]::before { content: "▸"; display: inline-block; width: 1rem; margin-left: -1rem; color: var(--quiet); font-weight: 400; } .open[aria-expanded=true]::before { content: "▾"; }
.js .pools > * > tr > th:first-child { padding-left: 1rem; } .state { display: block; padding-left: 1rem; text-indent: -1rem; font-weight: 600; } .state.none { color: var(--quiet); }
.entry { display: grid; grid-template-columns: 8.4rem minmax(0, 1fr); gap: 0 .5rem; align-items: baseline; } .gone .entry, .found .entry { display: block; } .source { color: var(--quiet); font-size: .9rem; } tr:focus-within .dest[title]::after { content: attr(title); display: block; font: .78rem ui-monospace, monospace; color: var(--quiet); }
li.gone, li.found { display: grid; grid-template-columns: 4rem minmax(0, 1fr); align-items: baseline; padding-left: .4rem; border-left: 3px solid var(--bad); } li.found { border-color: var(--wait); }
.below > td { padding: 0 0 .75rem 1rem; background: var(--soft); } .pools > tbody > tr.below { background: var(--soft); }
.details { padding: .75rem 1rem; border-left: 3px solid var(--line); } .below .details { border: 0; } .details h3 code { color: var(--quiet); font-weight: 400; }
.js .below h3 { display: none; } .js .appendix { display: none; } .articles { display: grid; gap: .75rem; } .articles .details { content-visibility: auto; contain-intrinsic-size: auto 9rem; }
.facts { list-style: disc; padding-left: 1.1rem; margin: .4rem 0; overflow-wrap: anywhere; } .sides b { font-weight: 600; } .sides .code, .comparison .code { display: block; } .comparison { margin: .5rem 0; table-layout: fixed; } .comparison th:first-child { width: 22%; }
del, ins { text-decoration: none; display: block; padding: .2rem .4rem; border-radius: 4px; background: var(--badsoft); } ins { background: var(--waitsoft); }
.timeline { margin: .6rem 0 0 .3rem; border-left: 2px solid var(--line); } .timeline li { position: relative; padding: .15rem 0 .35rem 1rem; overflow-wrap: anywhere; } .timeline ul li { padding: 0; font-size: .85rem; color: var(--quiet); }
.timeline > li::before { content: ""; position: absolute; left: -5px; top: .65rem; width: 8px; height: 8px; border-radius: 50%; background: var(--quiet); } .timeline > .h-edit::before { background: var(--link); } .timeline > .h-writer::before { background: var(--c-silent); } .timeline > .h-outcome::before { background: var(--c-delivering); }
.timeline time { color: var(--quiet); font-size: .85rem; margin-right: .4rem; } .what { font-weight: 600; }
@media screen and (max-width: 48rem) {
  body { padding: .75rem; } .card { padding: .85rem; } .verdict h2 { font-size: 1.2rem; } .tiles { grid-template-columns: 1fr 1fr; }
  form label, form label > *, input[type=search], select { width: 100%; max-width: none; } form label { flex: 1 1 40%; } form label:first-child { flex-basis: 100%; } #shown { margin: 0; }
  .pools > thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .pools > tbody > tr, .pools > tbody > tr > *, .pools > tbody { display: block; width: auto !important; border: 0; padding: .1rem 0; text-align: left; }
  .pools > tbody > tr { border-bottom: 1px solid var(--line); padding: .6rem 0; } .pools td[data-label] { display: inline-block; margin-right: 1rem; font-size: .85rem; } .pools td[data-label]::before { content: attr(data-label) " "; color: var(--quiet); }
  .definitions dl > div { grid-template-columns: 1fr; gap: 0; } .problem-title { display: block; } .destinations table, .destinations tbody, .destinations tr, .destinations th, .destinations td { display: block; width: auto; } .destinations thead { display: none; } .destinations th, .destinations td { border: 0; padding: .1rem 0; text-align: left; } .destinations tr { border-top: 1px solid var(--line); padding: .4rem 0; }
  .entry { display: block; }
}
${print}`;
