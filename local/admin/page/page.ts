import { createHash } from 'node:crypto';
import { Html, html } from '../../../html/html.ts';
import { style } from '../../../html/style.ts';
import { controls } from './controls.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { pageStyle } from './page-style.ts';

const css = `${style}${pageStyle}`;
const hash = (text: string): Html =>
  new Html(`'sha256-${createHash('sha256').update(text).digest('base64')}'`);

/** The page at `/`: a frame that the stream fills, and the controls. */
export const page: string = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${hash(css)}; script-src ${hash(PAGE_SCRIPT)}; connect-src 'self'; img-src data:; form-action 'none'; base-uri 'none'">
<title>cognito-log-reconciler: local cloud</title>
<link rel="icon" href="data:,">
<style>${new Html(css)}</style>
</head>
<body>
<header class="top"><h1>Local cloud <small id="state" role="status">connecting</small></h1>
<form role="search"><label>Pool ID or name <input id="search" type="search" autocomplete="off"></label></form></header>
${controls}
<main><noscript>This page is updated live. It needs JavaScript.</noscript></main>
<script>${new Html(PAGE_SCRIPT)}</script>
</body>
</html>
`.text;
