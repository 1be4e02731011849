/** The style sheet of both pages: wide and narrow screens, light and dark colors, and print. */
export const style = `
:root { color-scheme: light dark; --ink: #1a1d21; --quiet: #5b636d; --paper: #fff; --line: #d5d9de;
  --good: #12692f; --wait: #7a4d00; --bad: #b3121d; --mark: #ffe9a8; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ed; --quiet: #a2abb5; --paper: #15181c; --line: #363c44;
    --good: #6fd08c; --wait: #f0b95a; --bad: #ff8f8f; --mark: #5a4a12; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 90rem; background: var(--paper); color: var(--ink);
  font: 15px/1.45 system-ui, sans-serif; }
h1 { font-size: 1.3rem; margin: 0 0 .5rem; }
h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; border-bottom: 2px solid var(--line); }
h3 { font-size: 1rem; margin: 1rem 0 .3rem; }
code, .log, .pools ul { font-family: ui-monospace, monospace; font-size: .85rem; }
form { display: flex; gap: .5rem; align-items: center; flex-wrap: wrap; }
form[hidden] { display: none; }
input, select { font: inherit; padding: .25rem .5rem; border: 1px solid var(--quiet); border-radius: 4px;
  background: var(--paper); color: var(--ink); }
input { min-width: 12rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line);
  overflow-wrap: anywhere; }
tbody th { font-weight: 400; }
.pools { table-layout: fixed; }
.pools th:first-child { width: 16%; }
ul { margin: 0; padding: 0; list-style: none; }
mark { background: var(--mark); color: inherit; }
thead th { overflow-wrap: normal; }
.count { text-align: right; font-variant-numeric: tabular-nums; }
.quiet, .empty, time { color: var(--quiet); }
.good { color: var(--good); } .wait { color: var(--wait); } .bad { color: var(--bad); }
.two-columns { display: grid; grid-template-columns: 1fr 1fr; gap: 2rem; }
.log li { overflow-wrap: anywhere; }
.summary { width: auto; margin-bottom: 1rem; } .summary th, .summary td { padding-right: 1.5rem; }
.columns { columns: 16rem; }
details { margin-top: .3rem; } summary { cursor: pointer; color: var(--quiet); }
details ol { margin: .3rem 0 0; padding: 0; list-style: none; } details li { overflow-wrap: anywhere; }
details ol > li { padding: .2rem 0; border-top: 1px solid var(--line); }
@media (max-width: 44rem) {
  .two-columns { grid-template-columns: 1fr; gap: 0; }
  .pools thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .pools tr, .pools th, .pools td { display: block; width: auto !important; border: 0; padding: .1rem 0; }
  .pools tr { border-bottom: 1px solid var(--line); padding: .5rem 0; }
  .pools td::before { content: attr(data-label); font-weight: 600; display: block; }
}
@media print {
  :root { color-scheme: light; --ink: #000; --quiet: #444; --paper: #fff; --line: #999; }
  form, #state { display: none; }
  body { max-width: none; font-size: 10px; }
  tr { break-inside: avoid; }
}
`;
