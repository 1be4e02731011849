/** The colors of both pages, for the light and the dark color scheme. Each text color has a contrast of at least 4.5. */
export const colors = `
:root { color-scheme: light dark; --page: #f5f6f8; --card: #fff; --ink: #1c2128; --quiet: #57606a; --line: #d8dee4; --soft: #eef1f4;
  --link: #0757b8; --good: #12692f; --wait: #7a4d00; --bad: #b3121d; --badsoft: #fdeced; --goodsoft: #e9f6ec; --waitsoft: #fdf4df;
  --c-delivering: #2a9d4e; --c-off: #8fbfa0; --c-silent: #d9363e; --c-differs: #a40e26; --c-rejected: #e36209; --c-contested: #bf5af2;
  --c-missing: #8250df; --c-pending: #1f7ae0; --c-observed: #d9a400; --c-unmanaged: #8c959f; --c-former: #bcc4cc; --c-unread: #24292f;
  --k-applied: #5b8def; --k-repaired: #d9a400; --k-left: #d9363e; }
@media (prefers-color-scheme: dark) {
  :root { --page: #0e1116; --card: #171b21; --ink: #e6e9ed; --quiet: #a2abb5; --line: #313842; --soft: #21272f;
    --link: #79b8ff; --good: #6fd08c; --wait: #f0b95a; --bad: #ff8f8f; --badsoft: #3a1d20; --goodsoft: #17301f; --waitsoft: #33290f;
    --c-delivering: #3fb950; --c-off: #4d7358; --c-silent: #f85149; --c-differs: #ff7b72; --c-rejected: #f0883e; --c-contested: #d2a8ff;
    --c-missing: #a371f7; --c-pending: #58a6ff; --c-observed: #e3b341; --c-unmanaged: #7d8590; --c-former: #57606a; --c-unread: #f0f6fc;
    --k-applied: #79a6ff; --k-repaired: #e3b341; --k-left: #f85149; }
}
@media print {
  :root { color-scheme: light; --page: #fff; --card: #fff; --ink: #000; --quiet: #444; --line: #bbb; --soft: #f4f4f4; --link: #000;
    --good: #12692f; --wait: #7a4d00; --bad: #b3121d; --badsoft: #fff; --goodsoft: #fff; --waitsoft: #fff; }
}
.c-delivering { fill: var(--c-delivering); background: var(--c-delivering); } .c-off { fill: var(--c-off); background: var(--c-off); }
.c-silent { fill: var(--c-silent); background: var(--c-silent); } .c-differs { fill: var(--c-differs); background: var(--c-differs); }
.c-rejected { fill: var(--c-rejected); background: var(--c-rejected); } .c-contested { fill: var(--c-contested); background: var(--c-contested); }
.c-missing { fill: var(--c-missing); background: var(--c-missing); } .c-pending { fill: var(--c-pending); background: var(--c-pending); }
.c-observed { fill: var(--c-observed); background: var(--c-observed); } .c-unmanaged { fill: var(--c-unmanaged); background: var(--c-unmanaged); }
.c-former { fill: var(--c-former); background: var(--c-former); } .c-unread { fill: var(--c-unread); background: var(--c-unread); }
rect.k-applied { fill: var(--k-applied); } rect.k-repaired { fill: var(--k-repaired); } rect.k-left { fill: var(--k-left); }
.key.k-applied { border-color: var(--k-applied); } .key.k-repaired { border-color: var(--k-repaired); } .key.k-left { border-color: var(--k-left); }
.card.v-good { border-left: 6px solid var(--c-delivering); } .card.v-wait { border-left: 6px solid var(--c-observed); } .card.v-bad { border-left: 6px solid var(--c-silent); }
.good { color: var(--good); } .wait { color: var(--wait); } .bad { color: var(--bad); } .quiet { color: var(--quiet); }
`;
