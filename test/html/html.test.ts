import { html } from '../../html/html.ts';

test('shows invisible characters of the values as escapes, and keeps line feeds', () => {
  const name = 'prod\u200b\u202eshop\u00a0\n\u{e0041}';
  expect(html`<b title="${name}">${name}</b>\u00a0`.text).toBe(
    '<b title="prod\\u200b\\u202eshop\\u00a0\n\\udb40\\udc41">prod\\u200b\\u202eshop\\u00a0\n\\udb40\\udc41</b>\u00a0',
  );
});
