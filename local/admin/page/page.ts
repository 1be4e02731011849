import { Html, html } from '../../../html/html.ts';
import { style } from '../../../html/style.ts';

/** Inserts the HTML that the server renders. A search reopens the stream. */
const SCRIPT = `
const main = document.querySelector('main');
const state = document.querySelector('#state');
const search = document.querySelector('input');
let stream;
function open() {
  stream?.close();
  stream = new EventSource('/_local/stream?search=' + encodeURIComponent(search.value));
  stream.onmessage = ({ data }) => { main.innerHTML = JSON.parse(data); state.textContent = 'live'; };
  stream.onerror = () => { state.textContent = 'not connected'; };
}
let soon;
search.addEventListener('input', () => { clearTimeout(soon); soon = setTimeout(open, 200); });
document.querySelector('form').addEventListener('submit', (event) => event.preventDefault());
open();
`;

/** The page at `/`: a frame that the stream fills. */
export const page: string = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>cognito-log-reconciler: local cloud</title>
<link rel="icon" href="data:,">
<style>${new Html(style)}</style>
</head>
<body>
<h1>Local cloud <small id="state" class="quiet" role="status">connecting</small></h1>
<form role="search"><label for="search">Pool id or name</label> <input id="search" type="search" autocomplete="off"></form>
<main><noscript>This page is updated live. It needs JavaScript.</noscript></main>
<script>${new Html(SCRIPT)}</script>
</body>
</html>
`.text;
