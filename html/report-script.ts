import { ROWS_SCRIPT } from './rows-script.ts';

/**
 * Sorts and filters the pools, and keeps the filters and the open pool in the address. The rows and the details are text
 * until they are shown, so that a page with 10,000 pools opens without delay. Without JavaScript, the page shows all rows
 * in order of urgency, and the details of every pool below the table.
 */
export const REPORT_SCRIPT = `
const PAGE = 200;
const body = document.querySelector('.pools tbody');
const form = document.querySelector('#filters');
const more = document.querySelector('#more');
document.documentElement.classList.add('js');
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const decoded = (text) => text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => ENTITIES[name]);
/** With JavaScript, the browser keeps the content of noscript as text. */
const hiddenText = (selector) => document.querySelector(selector)?.textContent ?? '';
function rowsIn(text) {
  return text.split(/(?=<tr data-pool=)/).filter((one) => one.startsWith('<tr data-pool=')).map((html) => {
    const data = { html: html.slice(0, html.lastIndexOf('</tr>') + 5) };
    for (const [, name, value] of html.slice(0, html.indexOf('>')).matchAll(/ data-([a-z]+)="([^"]*)"/g)) data[name] = decoded(value);
    return data;
  });
}
const rows = body ? [...rowsIn(body.innerHTML), ...rowsIn(hiddenText('.rest noscript'))] : [];
const byId = new Map(rows.map((row) => [row.pool, row]));
const articles = hiddenText('.articles noscript').split(/(?=<article )/).filter((one) => one.startsWith('<article '));
for (const row of rows) if (row.html.includes('class="open"')) row.article = articles.shift();
const articleOf = (id) => byId.get(id)?.article;
${ROWS_SCRIPT}
const FILTERS = ['q', 'state', 'source', 'destination', 'problem', 'sort'];
const value = (name) => form.elements[name].value;
const textOf = (row) => row.text ??= decoded((row.html + ' ' + (row.article ?? '')).replace(/<[^>]*>/g, ' ') + ' ' + row.arns).toLowerCase();
const has = (list, one) => list.split(' ').includes(one);
const later = (key) => (a, b) => a[key] < b[key] ? 1 : a[key] > b[key] ? -1 : 0;
const byPool = (a, b) => (a.pool < b.pool ? -1 : 1);
const collator = new Intl.Collator('en', { numeric: true });
const ORDERS = {
  name: (a, b) => collator.compare(a.name, b.name) || byPool(a, b),
  pool: byPool,
  since: later('since'),
  applied: later('applied'),
  drifts: (a, b) => Number(b.drifts) - Number(a.drifts),
};
const matchesSource = (sources, wanted) => wanted === '' ? true
  : wanted.startsWith('-') ? !has(sources, wanted.slice(1)) : has(sources, wanted);
let pool;
let listed = rows;
let count = 0;
function showMore(all) {
  const next = listed.slice(count, all ? undefined : count + PAGE);
  const first = body.rows.length;
  body.insertAdjacentHTML('beforeend', next.map(({ html }) => html).join(''));
  prepareRows([...body.rows].slice(first));
  count += next.length;
  more.hidden = count >= listed.length;
  more.textContent = 'Show more: ' + (listed.length - count) + ' pools are not shown';
}
function update() {
  const query = value('q').trim().toLowerCase();
  const [state, source, destination, problem] = ['state', 'source', 'destination', 'problem'].map(value);
  const found = rows.filter((row) => (!state || row.state === state) && matchesSource(row.sources, source)
    && (!destination || has(row.arns, destination)) && (!problem || has(row.problems, problem))
    && (query === '' || textOf(row).includes(query)));
  const order = ORDERS[value('sort')];
  const sorted = order ? found.toSorted(order) : found;
  const target = byId.get(pool);
  listed = target && sorted.indexOf(target) >= PAGE ? [target, ...sorted.filter((row) => row !== target)] : sorted;
  if (target && !listed.includes(target)) listed = [target, ...listed];
  openRows.clear();
  body.replaceChildren();
  count = 0;
  showMore(false);
  document.querySelector('#shown').textContent = found.length + ' of ' + rows.length + ' pools';
  for (const link of document.querySelectorAll('[data-filter]')) {
    const [name, wanted] = link.dataset.filter.split(/=(.*)/);
    if (value(name) === wanted) link.setAttribute('aria-current', 'true'); else link.removeAttribute('aria-current');
  }
}
function address() {
  const parts = new URLSearchParams();
  for (const name of FILTERS) if (value(name)) parts.set(name, value(name));
  if (pool !== undefined) parts.set('pool', pool);
  const hash = parts.toString();
  history.replaceState(null, '', hash === '' ? location.pathname + location.search : '#' + hash);
}
function onToggle(id) { pool = id; address(); }
function read() {
  const parts = new URLSearchParams(location.hash.slice(1));
  for (const name of FILTERS) form.elements[name].value = parts.get(name) ?? '';
  pool = parts.get('pool') ?? undefined;
  update();
  const row = pool === undefined ? undefined : rowOf(pool);
  if (row) {
    openRow(row);
    row.scrollIntoView({ block: 'center' });
    row.querySelector('.open')?.focus({ preventScroll: true });
  } else if ([...parts.keys()].length > 0) document.querySelector('#pools').scrollIntoView();
}
if (body) {
  form.hidden = false;
  let timer;
  const changed = () => { clearTimeout(timer); timer = setTimeout(() => { pool = undefined; update(); address(); }, 60); };
  form.addEventListener('input', changed);
  form.addEventListener('reset', changed);
  form.addEventListener('submit', (event) => event.preventDefault());
  more.addEventListener('click', () => showMore(false));
  new IntersectionObserver(([entry]) => { if (entry.isIntersecting && !more.hidden) showMore(false); }, { rootMargin: '600px' }).observe(more);
  addEventListener('hashchange', read);
  document.addEventListener('click', (event) => {
    const link = event.target.closest('[data-filter][aria-current]');
    if (!link) return;
    event.preventDefault();
    form.elements[link.dataset.filter.split('=')[0]].value = '';
    update(); address();
  });
  const printed = document.createElement('div');
  addEventListener('beforeprint', () => {
    openRows.clear();
    body.innerHTML = rows.map(({ html }) => html).join('');
    printed.innerHTML = rows.map(({ article }) => article ?? '').join('');
    document.querySelector('.articles').append(printed);
  });
  addEventListener('afterprint', () => { printed.replaceChildren(); printed.remove(); read(); });
  read();
}
`;
