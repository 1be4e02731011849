/** Print: a page with the summary, then a table with every pool, then the destinations and the details. */
export const print = `
@media print {
  @page { size: A4; margin: 14mm 12mm; }
  html { font-size: 9px; } body { max-width: none; padding: 0; font-size: 9px; line-height: 1.35; background: none; }
  form, #state, .definitions summary, .activity details, .links a::after { display: none !important; }
  .card { border: 0; padding: 0; border-radius: 0; background: none; } .incomplete { border: 2px solid; padding: 6px; }
  main { display: block; } main > * { margin-bottom: 10px; } .columns { display: block; } a { text-decoration: none; }
  .tiles { grid-template-columns: repeat(6, 1fr); } .tile { padding: 3px 6px; } .tile b { font-size: 13px; } .verdict h2 { font-size: 16px; }
  .category-bar, .c-delivering, .dot, .activity svg, .key { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .list { break-before: page; } .list h2, .destinations h2, .appendix h2 { margin: 0 0 4px; } thead { display: table-header-group; }
  th, td { padding: 2px 5px 2px 0; } tr, .details, .problems li { break-inside: avoid; } .open::before { display: none !important; }
  .pools th code { display: inline; margin-left: 4px; } .js .pools > * > tr > th:first-child { padding-left: 0; } .entry { grid-template-columns: 78px minmax(0, 1fr); }
  .pools time { font-size: 0; } .pools time::after { content: attr(title); font-size: 8px; }
  #more { display: none; } .destinations { break-before: page; }
  .js .appendix, .appendix { display: block; break-before: page; } .articles { display: block; columns: 2; column-gap: 8mm; font-size: 7.5px; }
  .details { padding: 2px 0 3px; border: 0; border-top: 1px solid var(--line); content-visibility: visible; }
  .details h3 { font-size: 8.5px; } .timeline { margin: 1px 0 0 2px; } .timeline li { padding: 0 0 0 8px; } .timeline > li::before { display: none; } code, .code, small, .timeline time, .timeline ul li { font-size: 7px; }
}
`;
