import { report } from '../../html/report.ts';
import { reportView } from './sample-pools.ts';
import { incomplete } from './sample-report.ts';

test('contains the whole report without JavaScript, loads no other files and escapes values', () => {
  const text = report(incomplete);
  for (const expected of [
    'cognito-log-reconciler-prod',
    'clr 1.2.3',
    'The last sweep ended',
    'eu-west-1_free',
    'user/mallory',
    'LogLevel: &quot;INFO&quot; → &quot;ERROR&quot;',
  ])
    expect(text).toContain(expected);
  expect(text).not.toMatch(/(src|href)="(?!data:|#)/);
  expect(text).toContain("default-src 'none'; style-src 'sha256-");
  expect(text).not.toContain("'unsafe-inline'");
  expect(text).not.toMatch(/<script>alert|<img/);
});

test('an incomplete report says so at its top and in its title', () => {
  const text = report(incomplete);
  expect(text).toContain('<title>Incomplete: User pool log delivery');
  const banner = text.indexOf('This report is incomplete');
  expect(banner).toBeGreaterThan(0);
  expect(banner).toBeLessThan(text.indexOf('id="verdict"'));
  expect(report(reportView())).not.toMatch(/incomplete<|Incomplete: /);
});

test('a report without a live read says that the pools were not read', () => {
  expect(report(reportView({ isLive: false }))).toContain('The pools were not read for this report');
  expect(report(reportView())).toContain('Each pool was read for this report');
});

test('shows the verdict, the problems by cause and the destinations', () => {
  const text = report(incomplete);
  expect(text).toContain(
    '1 of 6 pools delivers as intended, 1 could not be read, 1 differs now, 1 is silent, 1 is rejected, 1 is unmanaged.',
  );
  expect(text).toContain('<strong>Log group /aws/vendedlogs/legacy does not exist</strong>');
  expect(text).toMatch(/destination=arn%3Aaws%3Alogs[^"]*legacy">1</);
});

test('states that no pools exist', () => {
  expect(report(reportView({ pools: [] }))).toContain('There are no pools.');
});
