import { ROWS_SCRIPT } from '../../../html/rows-script.ts';
import { CONTROLS_SCRIPT } from './controls-script.ts';

/** Inserts the parts that the server renders, and keeps the details open. A search reopens the stream. */
export const PAGE_SCRIPT = `
document.documentElement.classList.add('js');
const main = document.querySelector('main');
const state = document.querySelector('#state');
const search = document.querySelector('#search');
const known = new Map();
const articleOf = (id) => [...known.values()].map(({ details }) => details?.[id]).find(Boolean);
const onToggle = () => undefined;
${ROWS_SCRIPT}
const PARTS = [['head', 'summary', 'pools'], ['flow', 'queues']];
function sectionOf(key) {
  const element = document.createElement('section');
  element.className = 'account-region';
  element.innerHTML = PARTS.map((names) => '<div class="side">' + names.map((name) => '<div data-part="' + name + '"></div>').join('') + '</div>').join('');
  return { key, element, details: {} };
}
function showPools(section) {
  const open = [...openRows.keys()];
  const focused = document.activeElement?.closest?.('tr')?.dataset.pool;
  for (const row of section.element.querySelectorAll('tr[data-pool]')) openRows.delete(row.dataset.pool);
  return () => {
    const rows = [...section.element.querySelectorAll('tr[data-pool]')];
    prepareRows(rows);
    for (const row of rows) {
      if (open.includes(row.dataset.pool)) { openRows.delete(row.dataset.pool); openRow(row); }
      if (row.dataset.pool === focused) row.querySelector('a.open')?.focus({ preventScroll: true });
    }
  };
}
function show(sections) {
  for (const { key, parts, details, ...data } of sections) {
    const section = known.get(key) ?? sectionOf(key);
    known.set(key, section);
    section.data = data;
    const finish = parts.pools !== undefined || details ? showPools(section) : undefined;
    if (details) section.details = details;
    for (const [name, text] of Object.entries(parts)) section.element.querySelector('[data-part=' + name + ']').innerHTML = text;
    if (finish) { for (const below of section.element.querySelectorAll('tr.below')) below.remove(); finish(); }
    section.element.classList.toggle('empty', data.poolIds.length === 0);
  }
  const elements = sections.map(({ key }) => known.get(key).element);
  if (elements.some((element, at) => main.children[at] !== element) || main.children.length !== elements.length) main.replaceChildren(...elements);
  showTargets(sections.map(({ key }) => known.get(key).data));
}
let stream;
function open() {
  stream?.close();
  stream = new EventSource('/_local/stream?search=' + encodeURIComponent(search.value));
  stream.onmessage = ({ data }) => { show(JSON.parse(data).sections); state.textContent = 'live'; };
  stream.onerror = () => { state.textContent = 'not connected'; };
}
let soon;
search.addEventListener('input', () => { clearTimeout(soon); soon = setTimeout(open, 200); });
document.querySelector('form[role=search]').addEventListener('submit', (event) => event.preventDefault());
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (!link || link.matches('.open')) return;
  event.preventDefault();
  const parts = new URLSearchParams(link.getAttribute('href').slice(1));
  const [name, value] = [...parts][0] ?? [];
  const rows = [...document.querySelectorAll('tr[data-pool]')];
  const row = rows.find(({ dataset }) => name === 'pool' ? dataset.pool === value
    : name === 'state' ? dataset.state === value : name === 'problem' && dataset.problems.split(' ').includes(value));
  if (row) { openRow(row); row.scrollIntoView({ block: 'center' }); row.querySelector('a.open')?.focus({ preventScroll: true }); }
});
${CONTROLS_SCRIPT}
open();
`;
