import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { reasonText } from '../../cli/arrival/arrival-text.ts';
import { runDoctor } from '../../cli/commands/doctor/run.ts';
import { runReport } from '../../cli/commands/report/run.ts';
import { runStatus } from '../../cli/commands/status/run.ts';
import { dynamoArrivals } from '../../lib/aws/arrival/arrival-store.ts';
import { type Arrivals, type PoolArrival, UNKNOWN_REASONS } from '../../lib/domain/arrival/arrival.ts';
import { waitForOutcome } from '../support/e2e-client.ts';
import {
  ACCOUNT,
  inProcess,
  logGroup,
  notifications,
  REGION,
  startWorld,
  type World,
} from './support/clr.ts';

const ID = {
  missed: 'us-west-2_missed001',
  stream: 'us-west-2_stream001',
  fine: 'us-west-2_fine00001',
  changed: 'us-west-2_changed01',
  errors: 'us-west-2_errors001',
};
const GROUP = logGroup('/aws/vendedlogs/sign-ins');
const STREAM = `arn:aws:firehose:${REGION}:${ACCOUNT}:deliverystream/sign-ins`;
const toGroup = {
  EventSource: 'userAuthEvents',
  LogLevel: 'INFO',
  CloudWatchLogsConfiguration: { LogGroupArn: GROUP },
};
const toStream = {
  EventSource: 'userAuthEvents',
  LogLevel: 'INFO',
  FirehoseConfiguration: { StreamArn: STREAM },
};

let world: World;
beforeAll(async () => {
  world = await startWorld([
    ...['--quota-scale', 'off', '--param', 'recheckDelay=0', '--param', 'arrivalChecks=on'],
  ]);
  await world.seed({
    pools: Object.values(ID).map((Id) => ({
      Id,
      PoolName: Id.slice(10),
      UserPoolTier: 'PLUS',
      AdvancedSecurityMode: 'AUDIT',
    })),
  });
  const put = (id: string, ...LogConfigurations: readonly object[]) =>
    world.client.put(id, { LogConfigurations });
  await put(ID.missed, toGroup);
  await put(ID.stream, toStream);
  await put(ID.fine, toGroup, notifications('errors'));
  await put(ID.changed, toGroup);
  await put(ID.errors, notifications('errors'));
  for (const id of Object.values(ID)) await waitForOutcome(world.client, id, 'Applied');
}, 240_000);
afterAll(() => world.close());

const store = () =>
  dynamoArrivals(
    new DynamoDBClient({
      endpoint: world.env.AWS_ENDPOINT_URL ?? '',
      region: REGION,
      credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'none' },
    }),
    'cognito-log-reconciler-dev-state',
  );
const result = (UserPoolId: string, over: Partial<PoolArrival>): PoolArrival => ({
  UserPoolId,
  Destination: GROUP,
  Result: 'Arriving',
  Since: '2026-01-02T03:04:05.000Z',
  Missed: 0,
  ...over,
});
const missed = { Result: 'NotArriving', Missed: 2, MissedSince: '2026-01-01T00:00:00.000Z' } as const;
/** The results of a check at this time. The configuration of the pool `changed` had another destination then. */
const checkedAt = (At: string): Arrivals => {
  const pools = [
    result(ID.missed, missed),
    result(ID.stream, { ...missed, Destination: STREAM }),
    result(ID.fine, { LastRecordAt: '2026-01-02T03:00:00.000Z' }),
    result(ID.changed, { Destination: logGroup('/aws/vendedlogs/old') }),
  ];
  return { At, To: At, Pools: new Map(pools.map((pool) => [pool.UserPoolId, pool])) };
};

const OUTPUT = { stage: 'dev', output: 'json' } as const;
const STATUS = { ...OUTPUT, failed: false, live: false, watch: false, unmanaged: false, all: false };
const status = async (over: object = {}) => {
  const ended = await inProcess(world, (one) => runStatus(one, [], { ...STATUS, ...over }));
  return { ...ended, json: ended.stdout.startsWith('{') ? JSON.parse(ended.stdout) : {} };
};
const doctor = async (selectors: readonly string[] = [], over: object = {}) => {
  const ended = await inProcess(world, (one) =>
    runDoctor(one, selectors, { ...OUTPUT, showPassing: true, all: true, ...over }),
  );
  const { findings } = JSON.parse(ended.stdout);
  const of = (subject: string): readonly string[] =>
    findings
      .filter((one: { readonly subject: string }) => one.subject === subject)
      .map(
        ({ level, message }: { readonly level: string; readonly message: string }) => `${level}: ${message}`,
      );
  return { ...ended, findings, of };
};

describe('before the first check', () => {
  test('status and the doctor say so, and --arrival selects no pool', async () => {
    expect((await status()).json.arrival).toBeNull();
    expect((await status({ output: 'table' })).stdout).toContain(
      'The service has not checked yet whether sign-in logs arrive.',
    );
    const { of } = await doctor();
    expect(of('arrival')).toEqual(['warning: The service has not checked yet whether sign-in logs arrive.']);
    expect(of('cognito-log-reconciler-dev-arrival')).toEqual([
      expect.stringContaining('ok: The function exists, with the role arn:'),
      'ok: The rule is enabled: rate(6 hours).',
    ]);
    const selected = await status({ arrival: ['NotArriving'] });
    expect(selected).toMatchObject({ code: 1, stdout: '' });
    expect(selected.stderr).toContain('has not checked yet');
  });
});

describe('after a check', () => {
  beforeAll(() => store().write(checkedAt(new Date().toISOString())));

  test('status shows the result of each pool, and a changed pool as Unknown', async () => {
    const { json } = await status();
    const arrivals = json.pools.map(
      ({ userPoolId, arrival }: { readonly userPoolId: string; readonly arrival?: object }) => [
        userPoolId,
        arrival,
      ],
    );
    expect(Object.fromEntries(arrivals)).toMatchObject({
      [ID.missed]: { result: 'NotArriving', missedWindows: 2, destination: GROUP },
      [ID.fine]: { result: 'Arriving', lastRecordAt: '2026-01-02T03:00:00.000Z' },
      [ID.changed]: { result: 'Unknown', reason: 'ChangedRecently' },
      [ID.errors]: undefined,
    });
    expect(json.arrival).toMatchObject({
      notArriving: 2,
      unknown: 1,
      noActivity: 0,
      arriving: 1,
      unknownReasons: { ChangedRecently: 1 },
      silentStreams: [{ arn: STREAM, pools: 1 }],
    });
  });

  test('pools whose logs do not arrive need attention: --failed lists them with exit code 3', async () => {
    const { code, json } = await status({ failed: true });
    const ids = json.pools.map(({ userPoolId }: { readonly userPoolId: string }) => userPoolId);
    expect(ids.toSorted()).toEqual([ID.missed, ID.stream]);
    expect(code).toBe(3);
  });

  test('--arrival selects pools in status and doctor, and is a part of the command that the doctor suggests', async () => {
    const selected = await status({ arrival: ['Arriving', 'Unknown'] });
    expect(selected.json.pools).toHaveLength(2);
    const ended = await world.clr(['status', '--arrival', 'notarriving', '-o', 'json']);
    expect(JSON.parse(ended.stdout).pools).toHaveLength(2);
    const found = await doctor([], { arrival: ['NotArriving'] });
    expect(found.of(ID.fine)).toEqual([]);
    expect(found.of(ID.missed)).toContain('problem: The sign-in logs do not arrive.');
    const none = await status({ arrival: ['NoActivity'] });
    expect(none).toMatchObject({ code: 1, stdout: '' });
    expect(none.stderr).toContain('No pool matches --arrival NoActivity.');
  });

  test('the doctor shows the result of a pool, its reason, and the stream that receives nothing', async () => {
    const { findings, of, code } = await doctor();
    expect(code).toBe(3);
    expect(of(STREAM)).toContain('problem: The stream receives no records.');
    expect(findings).toContainEqual(
      expect.objectContaining({
        subject: ID.fine,
        message: 'The sign-in logs arrive.',
        reason: expect.stringMatching(/^Found since 2026-01-02T03:04Z. Last record: 2026-01-02T03:00Z. /),
      }),
    );
    expect(of(ID.fine)).toContainEqual(expect.stringContaining('silence proves nothing'));
    expect(of(ID.errors).join()).not.toContain('sign-in logs arrive');
    const [unknown] = findings.filter(
      ({ level, subject }: { readonly level: string; readonly subject: string }) =>
        level === 'unknown' && subject === ID.changed,
    );
    expect(unknown.reason).toContain(reasonText('ChangedRecently'));
    const [problem] = findings.filter(({ message }: { readonly message: string }) =>
      message.startsWith('The sign-in logs do not arrive'),
    );
    expect(problem.hint).toContain('See "Logs do not arrive" in docs/operations.md.');
  });

  test('the report counts a pool whose logs do not arrive as silent, and names it in the findings', async () => {
    const options = { stage: 'dev', live: false, force: false };
    const json = await inProcess(world, (one) => runReport(one, { ...options, output: 'json' }));
    const report = JSON.parse(json.stdout);
    expect(report.arrival).toMatchObject({ notArriving: 2, arriving: 1 });
    const states = report.pools.map(
      ({ userPoolId, state }: { readonly userPoolId: string; readonly state: string }) => [userPoolId, state],
    );
    expect(Object.fromEntries(states)).toMatchObject({ [ID.missed]: 'Silent', [ID.fine]: 'Delivering' });
    const html = await inProcess(world, (one) => runReport(one, { ...options, output: 'html' }));
    expect(html.stdout).toContain('Sign-in logs do not arrive at');
    const asff = await inProcess(world, (one) => runReport(one, { ...options, output: 'asff' }));
    const active = JSON.parse(asff.stdout)
      .filter(
        (one: { readonly GeneratorId: string; readonly RecordState: string }) =>
          one.GeneratorId.endsWith('Arrival') && one.RecordState === 'ACTIVE',
      )
      .map(({ Id }: { readonly Id: string }) => Id.split(':').at(-1));
    expect(active).toEqual([
      `userpool/${ID.missed}/cognito-log-reconciler/Arrival`,
      `userpool/${ID.stream}/cognito-log-reconciler/Arrival`,
      'deliverystream/sign-ins/cognito-log-reconciler/StreamArrival',
    ]);
  });
});

test('the doctor reports a check that is older than two intervals of its schedule', async () => {
  const old = new Date(Date.now() - 13 * 3_600_000).toISOString();
  await store().write(checkedAt(old));
  const { code, of } = await doctor();
  expect(of('arrival')).toEqual(['problem: The last check whether sign-in logs arrive was 13h ago.']);
  expect(code).toBe(1);
});

test('each reason of Unknown has a text of its own that ends as a sentence', () => {
  const texts = UNKNOWN_REASONS.map(reasonText);
  expect(new Set(texts).size).toBe(UNKNOWN_REASONS.length);
  for (const text of texts) expect(text).toMatch(/^[A-Z].*[.)]$/);
});
