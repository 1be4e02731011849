/**
 * The part of the pages' script that opens the details of a row below it, and moves between rows by keyboard. The page
 * defines `articleOf(id)`, the HTML of the details, and `onToggle(id)`, which receives the ID of the opened pool.
 */
export const ROWS_SCRIPT = `
const openRows = new Map();
const rowOf = (id) => [...document.querySelectorAll('.pools tr[data-pool]')].find((row) => row.dataset.pool === id);
function prepareRows(rows) {
  for (const row of rows) {
    const link = row.querySelector('a.open');
    link?.setAttribute('role', 'button');
    link?.setAttribute('aria-expanded', String(openRows.has(row.dataset.pool)));
  }
}
function openRow(row) {
  const id = row.dataset.pool;
  const article = articleOf(id);
  if (openRows.has(id) || !article) return;
  const below = document.createElement('tr');
  below.className = 'below';
  const cell = below.insertCell();
  cell.colSpan = row.cells.length;
  cell.innerHTML = article;
  openRows.set(id, below);
  row.after(below);
  row.querySelector('.open')?.setAttribute('aria-expanded', 'true');
}
function closeRow(row) {
  openRows.get(row.dataset.pool)?.remove();
  openRows.delete(row.dataset.pool);
  row.querySelector('.open')?.setAttribute('aria-expanded', 'false');
}
document.addEventListener('click', (event) => {
  const link = event.target.closest('.pools a.open');
  if (!link || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  const row = link.closest('tr');
  if (openRows.has(row.dataset.pool)) { closeRow(row); onToggle(undefined); }
  else { openRow(row); onToggle(row.dataset.pool); }
});
document.addEventListener('keydown', (event) => {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === '/' && !typing) { event.preventDefault(); document.querySelector('#search')?.focus(); return; }
  if (!event.target.matches('.pools a.open')) return;
  if (event.key === ' ') { event.preventDefault(); event.target.click(); return; }
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const links = [...document.querySelectorAll('.pools a.open')];
  const next = links[links.indexOf(event.target) + (event.key === 'ArrowDown' ? 1 : -1)];
  if (next) { event.preventDefault(); next.focus(); }
});
`;
