import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { findings } from '../../cli/commands/report/formats/asff.ts';
import { ARRIVAL_CHECK, CHECKS } from '../../cli/commands/report/formats/checks.ts';
import { csv, reportCsv } from '../../cli/commands/report/formats/csv.ts';
import { mergedPage } from '../../cli/commands/report/formats/merged-page.ts';
import { reportMembers, reportPools } from '../../cli/commands/report/formats/report-json.ts';
import { jsonText } from '../../cli/terminal/json.ts';
import { noteSide, observedSide } from '../../html/configuration.ts';
import type { PoolView } from '../../html/pool-view.ts';

const ARN = 'arn:aws:firehose:eu-west-1:111111111111:deliverystream/sign-ins';
const GROUP = 'arn:aws:logs:eu-west-1:111111111111:log-group:/aws/vendedlogs/x';
const signIns = observedSide([
  { EventSource: 'userAuthEvents', LogLevel: 'INFO', FirehoseConfiguration: { StreamArn: ARN } },
]);
const errors = observedSide([
  { EventSource: 'userNotification', LogLevel: 'ERROR', CloudWatchLogsConfiguration: { LogGroupArn: GROUP } },
]);
const AT = '2026-11-20T10:00:00.000Z';
const MADE_AT = '2026-11-27T10:00:00.000Z';

const pool = (id: string, outcome: string, more: Partial<PoolView> = {}): PoolView => ({
  id: `eu-west-1_${id}`,
  name: id,
  desired: signIns,
  observed: signIns,
  live: { kind: 'Same' },
  hasParameter: true,
  recorded: { outcome, reasons: [], since: AT, driftCount: 0, findings: [] },
  ...more,
});

const POOLS: readonly PoolView[] = [
  pool('fine', 'InSync', {
    history: [
      { at: AT, kind: 'edit', title: 'Parameter version 1', by: 'arn:aws:iam::1:user/jane', lines: ['a'] },
    ],
  }),
  pool('errors', 'InSync', { desired: errors, observed: errors }),
  pool('differs', 'InSync', { observed: errors, live: { kind: 'Differs' } }),
  pool('contested', 'Contested'),
  pool('conflict', 'Rejected', { isConflicting: true }),
  pool('rejected', 'Rejected', {
    recorded: {
      outcome: 'Rejected',
      reasons: ['Mode: found "secret value". Expected "Enforce".'],
      since: '2026-11-27T10:00:01.000Z',
      driftCount: 3,
    },
  }),
  pool('silent', 'InSync', {
    recorded: {
      outcome: 'InSync',
      reasons: [],
      since: AT,
      driftCount: 0,
      findings: [{ problem: 'StreamMissing', since: AT, destination: ARN }],
    },
  }),
  pool('gone', 'PoolNotFound', { observed: noteSide('pool not found'), live: { kind: 'PoolNotFound' } }),
  pool('unread', 'InSync', {
    live: { kind: 'Failed', reason: 'AccessDenied' },
    observed: noteSide('not read'),
  }),
  {
    id: 'eu-west-1_free',
    desired: noteSide('no parameter'),
    observed: observedSide([]),
    live: { kind: 'Same' },
  },
];

const view = {
  service: 'cognito-log-reconciler-prod',
  account: '111111111111',
  region: 'eu-west-1',
  madeAt: MADE_AT,
  version: '0.1.0',
  pools: POOLS,
  isLive: true,
  missing: [],
  notes: ['No sweep has run yet.'],
};
const freeze = { since: MADE_AT, by: 'arn:aws:iam::111111111111:user/ops', reason: 'incident 12' };
const one = { partition: 'aws', view, freeze };

async function violations(name: string, value: unknown): Promise<readonly string[]> {
  const ajv = new Ajv2020({ allErrors: true });
  addFormats.default(ajv);
  const path = resolve(import.meta.dirname, '../../docs/report', name);
  const validate = ajv.compile(JSON.parse(await readFile(path, 'utf8')));
  if (validate(JSON.parse(JSON.stringify(value)))) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** Returns the checks that each pool fails, as the findings say. */
const failedChecks = (pools: readonly PoolView[]): Readonly<Record<string, readonly string[]>> => {
  const failed: Record<string, string[]> = {};
  for (const finding of findings([{ partition: 'aws', view: { ...view, pools } }])) {
    const id = finding.Resources[0]?.Details.Other.userPoolId?.split('_')[1] ?? '';
    failed[id] = [
      ...(failed[id] ?? []),
      ...(finding.RecordState === 'ACTIVE' ? [finding.ProductFields['cognito-log-reconciler/check']] : []),
    ];
  }
  return failed;
};

test('the findings have the documented form, within the limits of the format', async () => {
  const long = pool('long', 'Rejected', { name: 'n'.repeat(300) });
  const found = findings([{ partition: 'aws', view: { ...view, pools: [...POOLS, long] } }]);
  expect(found.length).toBeGreaterThan(40);
  expect(await violations('findings.asff.schema.json', found)).toEqual([]);
  const eusc = findings([{ partition: 'aws-eusc', view: { ...view, region: 'eusc-de-east-1' } }]);
  expect(await violations('findings.asff.schema.json', eusc)).toEqual([]);
});

test('the findings say which checks each pool fails; a pool that was not read does not have findings', () => {
  expect(failedChecks(POOLS)).toEqual({
    fine: [],
    errors: ['SignInExport'],
    differs: ['SignInExport', 'Drift'],
    contested: ['Conflict'],
    conflict: ['Conflict'],
    rejected: ['Rejected'],
    silent: ['Delivery'],
    gone: [],
    free: ['SignInExport'],
  });
});

test('a finding keeps its ID and is archived when the pool passes the check', () => {
  const [before] = findings([
    { ...one, view: { ...view, pools: [pool('a', 'InSync', { desired: errors, observed: errors })] } },
  ]);
  const [after] = findings([
    { ...one, view: { ...view, madeAt: '2026-11-28T10:00:00.000Z', pools: [pool('a', 'InSync')] } },
  ]);
  expect(before).toMatchObject({ RecordState: 'ACTIVE', Compliance: { Status: 'FAILED' }, CreatedAt: AT });
  expect(after).toMatchObject({ RecordState: 'ARCHIVED', Compliance: { Status: 'PASSED' } });
  expect(after?.Id).toBe(before?.Id);
  expect(Date.parse(after?.UpdatedAt ?? '')).toBeGreaterThan(Date.parse(before?.UpdatedAt ?? ''));
});

test('each finding has its own ID, and is not created after the report', () => {
  const found = findings([one]);
  expect(new Set(found.map(({ Id }) => Id)).size).toBe(found.length);
  for (const { CreatedAt, UpdatedAt } of found) expect(CreatedAt <= UpdatedAt).toBe(true);
});

test('the findings contain no actor, no value of a parameter and no destination', () => {
  const text = JSON.stringify(findings([one]));
  for (const part of ['jane', 'secret value', ARN, GROUP]) expect(text).not.toContain(part);
});

const arrival = (result: string, more: object = {}): Partial<PoolView> => ({
  arrival: { result, since: AT, destination: ARN, missedWindows: 0, text: `${result}.`, ...more },
});
const QUIET = 'arn:aws:firehose:eu-west-1:111111111111:deliverystream/quiet';
const missed = arrival('NotArriving', { destination: QUIET, missedWindows: 2, missedSince: AT });
const CHECKED = {
  partition: 'aws',
  view: {
    ...view,
    pools: [
      pool('arrives', 'InSync', arrival('Arriving', { lastRecordAt: AT })),
      pool('missed', 'InSync', missed),
      pool('receives', 'InSync', arrival('Unknown', { reason: 'StreamReceives' })),
      pool('quiet', 'InSync', arrival('NoActivity')),
      pool('errors', 'InSync', { desired: errors, observed: errors }),
    ],
    arrival: {
      checkedAt: AT,
      windowEnd: AT,
      notArriving: 1,
      unknown: 1,
      noActivity: 1,
      arriving: 1,
      unknownReasons: { StreamReceives: 1 },
      silentStreams: [{ arn: QUIET, since: AT, pools: 1 }],
    },
  },
};

test('the findings contain the result of the check of arrival only where the check proved it', async () => {
  const found = findings([CHECKED]);
  expect(await violations('findings.asff.schema.json', found)).toEqual([]);
  const results = found
    .filter(({ GeneratorId }) => GeneratorId.endsWith('Arrival'))
    .map(({ Id, Compliance, RecordState }) => `${Id}: ${Compliance.Status} ${RecordState}`);
  const of = (id: string) =>
    `arn:aws:cognito-idp:eu-west-1:111111111111:userpool/eu-west-1_${id}/cognito-log-reconciler`;
  expect(results).toEqual([
    `${of('arrives')}/Arrival: PASSED ARCHIVED`,
    `${of('missed')}/Arrival: FAILED ACTIVE`,
    `${QUIET}/cognito-log-reconciler/StreamArrival: FAILED ACTIVE`,
    `${ARN}/cognito-log-reconciler/StreamArrival: PASSED ARCHIVED`,
  ]);
});

test('without the check of arrival, the findings, the JSON and the CSV do not mention it', () => {
  expect(JSON.stringify(findings([one]))).not.toContain('Arrival');
  expect(JSON.stringify([reportMembers(one), reportPools([one])])).not.toContain('arrival');
  expect(reportCsv([one])).not.toContain('arrival');
});

test('the JSON and the CSV contain the result of the check of arrival, in the documented form', async () => {
  const scope = { account: view.account, region: view.region };
  for (const last of [CHECKED.view.arrival, null]) {
    const report = { partition: 'aws', view: { ...CHECKED.view, arrival: last } };
    const json = jsonText('Report', scope, { ...reportMembers(report), pools: reportPools([report]) });
    const parsed = { ...JSON.parse(json), incomplete: false };
    expect(await violations('report.v2.schema.json', parsed)).toEqual([]);
    expect(parsed.arrival).toEqual(last);
    expect(parsed.pools[1]).toMatchObject({ arrival: { result: 'NotArriving' }, state: 'Silent' });
    expect(json).not.toContain('"text"');
  }
  const [head, , second] = reportCsv([CHECKED]).split('\r\n');
  expect(head).toMatch(/,missing,arrival,arrivalReason,arrivalSince,missedSince,lastRecordAt$/);
  expect(second).toMatch(new RegExp(`,NotArriving,,${AT},${AT},$`));
});

test('docs/findings.md describes each check with its title and severity', async () => {
  const page = await readFile(resolve(import.meta.dirname, '../../docs/findings.md'), 'utf8');
  for (const { id, severity, title } of [...CHECKS, ARRIVAL_CHECK])
    expect(page).toMatch(new RegExp(`\\| \`${id}\` +\\| ${severity} +\\| ${title} +\\|`));
});

test('the JSON has the documented form, for one and for several targets', async () => {
  const scope = { account: view.account, region: view.region };
  const single = jsonText('Report', scope, { ...reportMembers(one), pools: reportPools([one]) });
  const form = { incomplete: false };
  expect(await violations('report.v2.schema.json', { ...JSON.parse(single), ...form })).toEqual([]);
  const several = [{ target: 'a', ...one }];
  const all = jsonText(
    'Report',
    { account: undefined, region: undefined },
    {
      targets: [
        { target: 'a', ...scope, ...reportMembers(one) },
        { target: 'b', account: null, region: 'eu-west-1', error: 'AccessDenied' },
      ],
      pools: reportPools(several),
    },
  );
  expect(await violations('report.v2.schema.json', { ...JSON.parse(all), ...form })).toEqual([]);
  expect(reportPools(several)[0]).toMatchObject({ target: 'a', state: 'Delivering' });
});

test('the CSV has one row for each pool, with the present destination of each event source', () => {
  const lines = reportCsv([one]).split('\r\n');
  expect(lines).toHaveLength(POOLS.length + 2);
  expect(lines[0]).toMatch(/^account,region,userPoolId,userPoolName,state,outcome,since,/);
  expect(lines[1]).toBe(
    `111111111111,eu-west-1,eu-west-1_fine,fine,Delivering,InSync,${AT},,0,,${ARN},,${ARN},,,,`,
  );
  expect(lines.find((line) => line.includes('_unread'))).toContain(',NotRead,');
  expect(reportCsv([{ target: 'shop', ...one }])).toMatch(/^target,account,.*\r\nshop,111111111111,/);
});

test.each([
  ['plain', 'plain'],
  ['', ''],
  ['a,b', '"a,b"'],
  ['say "a"', '"say ""a"""'],
  ['a\nb', '"a\nb"'],
  [' a', '" a"'],
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  [' =1', '"\' =1"'.replace('"\' =1"', "' =1")],
  ['\t=1', '"\'\t=1"'],
  ['a;=1', '"a;=1"'],
  ['\u200b=1', "'\u200b=1"],
  ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
  ['a=1', 'a=1'],
])('writes the cell %j as %j', (text, expected) => {
  expect(csv([[text]])).toBe(`${expected}\r\n`);
});

test('one HTML page about several targets names the target of each pool and what is missing', () => {
  const page = mergedPage(
    [
      { target: 'shop', ...one },
      { target: 'bank', ...one },
    ],
    ['audit was not read: AccessDenied'],
    '2 of 3 targets',
  );
  expect(page).toContain('<title>Incomplete: User pool log delivery, 2 of 3 targets</title>');
  expect(page).toContain('<tr data-pool="shop/eu-west-1_fine"');
  expect(page).toContain('<tr data-pool="bank/eu-west-1_fine"');
  expect(page).toContain('audit was not read: AccessDenied');
  expect(page).toContain('shop: No sweep has run yet.');
});
