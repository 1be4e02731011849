/** The part of the style sheet that only the page of the local cloud needs. */
export const pageStyle = `
.top { display: flex; flex-wrap: wrap; gap: .5rem 2rem; align-items: end; justify-content: space-between; } .top form { margin: 0; }
main { margin-top: 1rem; gap: 1.5rem; } .account-region { display: grid; gap: 1rem; align-items: start; } .account-region > *, .side > * { min-width: 0; }
.account-region .entry { display: block; } .side { display: grid; gap: 1rem; } .account-region.empty .side:last-child { display: none; }
@media (min-width: 70rem) { .account-region:not(.empty) { grid-template-columns: minmax(0, 5fr) minmax(0, 2fr); } }
[data-part=pools], [data-part=flow], [data-part=queues] { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.25rem; }
.empty [data-part=pools] { display: none; } [data-part=head] h2 { margin: 0; } [data-part=summary]:empty { display: none; } [data-part=summary] { display: grid; gap: 1rem; }
[data-part=queues] h3:not(:first-child) { margin-top: 1rem; } [data-part=queues] th, [data-part=queues] td { padding: .25rem .5rem .25rem 0; font-size: .85rem; overflow-wrap: normal; } [data-part=queues] tbody th { overflow-wrap: anywhere; }
.flow { max-height: 32rem; overflow: auto; } .flow li { padding: .25rem 0 .25rem .6rem; border-left: 3px solid var(--line); font-size: .85rem; overflow-wrap: anywhere; } .flow time { color: var(--quiet); font-variant-numeric: tabular-nums; }
.flow b { font-weight: 600; } .f-edit { border-color: var(--link) !important; } .f-event { border-color: var(--c-delivering) !important; } .f-throttled { border-color: var(--c-observed) !important; } .f-failed { border-color: var(--c-silent) !important; } .f-failed small { color: var(--bad); } .f-throttled small { color: var(--wait); } .f-edit small { color: var(--link); } .f-event small { color: var(--good); }
.controls form { margin: .75rem 0 .25rem; align-items: stretch; } fieldset { border: 1px solid var(--line); border-radius: 8px; padding: .4rem .7rem .6rem; margin: 0; display: flex; flex-wrap: wrap; gap: .4rem; align-items: end; min-width: 0; } legend { font-size: .8rem; font-weight: 600; padding: 0 .3rem; }
@media (min-width: 48rem) { .controls select { max-width: 20rem; } } .controls button:disabled { opacity: .6; } .controls #result { overflow-wrap: anywhere; }
`;
