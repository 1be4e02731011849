import { readConfig } from '../../lib/aws/config.ts';
import { environment } from '../support/environment.ts';

test('every setting arrives as what it is', () => {
  expect(readConfig(environment())).toEqual({
    settings: {
      account: '123456789012',
      partition: 'aws',
      region: 'eu-west-1',
      prefix: '/cognito-log-delivery',
      mode: 'Enforce',
      allowedDestinations: ['arn:aws:logs:*:123456789012:log-group:*', 'arn:aws:s3:::audit-logs'],
      logLevelValidation: 'error',
      clearGraceSeconds: 600,
      contestedRepairs: 5,
      contestedSweeps: 3,
      holdSharePercent: 20,
      holdMinimum: 5,
      recheckDelaySeconds: 15,
      sweepSkipBacklog: 100,
      destinationChecks: true,
    },
    stateTable: 'the-table',
    editsQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/edits',
    upkeepQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/upkeep',
    eventBus: 'default',
    // Half of SSM's quota: the rest is the users' own applications'.
    quotas: { CognitoRead: 20, CognitoWrite: 15, UserPoolRead: 15, ParameterRead: 20 },
    maxWorkers: 11,
  });
});

test('the config cannot be changed', () => {
  const config = readConfig(environment());
  expect(() => Object.assign(config, { stateTable: 'another' })).toThrow(TypeError);
  expect(() => Object.assign(config.settings, { mode: 'Observe' })).toThrow(TypeError);
  expect(() => Object.assign(config.quotas, { CognitoRead: 1_000 })).toThrow(TypeError);
});

test('an allow-list may be empty or spaced; it then allows nothing, or what stands there', () => {
  const listOf = (text: string) =>
    readConfig(environment({ ALLOWED_DESTINATIONS: text })).settings.allowedDestinations;
  expect(listOf('')).toEqual([]);
  expect(listOf(' a ,, b,')).toEqual(['a', 'b']);
});

test('quotas may be fractions', () => {
  const { quotas } = readConfig(environment({ COGNITO_READ_QUOTA: '0.5', PARAMETER_SHARE_PERCENT: '12.5' }));
  expect(quotas).toMatchObject({ CognitoRead: 0.5, ParameterRead: 5 });
});

const NUMBERS = [
  'CLEAR_GRACE_SECONDS',
  'HOLD_SHARE_PERCENT',
  'HOLD_MINIMUM',
  'CONTESTED_REPAIRS',
  'CONTESTED_SWEEPS',
  'RECHECK_DELAY_SECONDS',
  'SWEEP_SKIP_BACKLOG',
  'EDITS_CONCURRENCY',
  'UPKEEP_CONCURRENCY',
  'COGNITO_READ_QUOTA',
  'COGNITO_WRITE_QUOTA',
  'POOL_READ_QUOTA',
  'PARAMETER_QUOTA',
  'PARAMETER_SHARE_PERCENT',
];

describe.each(NUMBERS)('%s', (name) => {
  // An empty one must not pass as 0: no grace before clearing, for example.
  test.each([undefined, '', ' ', '-1', 'ten', '0x10', '1e3', 'Infinity', 'NaN', '5s'])(
    'is not %j',
    (text) => {
      expect(() => readConfig(environment({ [name]: text }))).toThrow(name);
    },
  );
});

test.each([
  ['HOLD_SHARE_PERCENT', '101'],
  ['HOLD_MINIMUM', '0'],
  ['RECHECK_DELAY_SECONDS', '901'],
  ['CLEAR_GRACE_SECONDS', '0.5'],
  ['COGNITO_READ_QUOTA', '0'],
  ['PARAMETER_SHARE_PERCENT', '0'],
  ['ACCOUNT_ID', '12345678901'],
  ['PARAMETER_PREFIX', '/ends-with/'],
  ['PARAMETER_PREFIX', 'no-slash'],
  ['MODE', 'enforce'],
  ['LOG_LEVEL_VALIDATION', 'maybe'],
  ['EDITS_QUEUE_URL', 'edits'],
  ['STATE_TABLE', 'ab'],
  ['EVENT_BUS', ''],
  ['AWS_REGION', ''],
])('%s is not %j', (name, text) => {
  expect(() => readConfig(environment({ [name]: text }))).toThrow(name);
});

test.each([
  ['CLEAR_GRACE_SECONDS', '0'],
  ['HOLD_SHARE_PERCENT', '0'],
  ['HOLD_SHARE_PERCENT', '100'],
  ['RECHECK_DELAY_SECONDS', '900'],
  ['SWEEP_SKIP_BACKLOG', '0'],
  ['PARAMETER_SHARE_PERCENT', '100'],
  ['PARAMETER_PREFIX', '/team/x.y_z'],
])('%s may be %j', (name, text) => {
  expect(() => readConfig(environment({ [name]: text }))).not.toThrow();
});

test('an empty environment names every setting at once', () => {
  const names = Object.keys(environment());
  expect(names.length).toBeGreaterThan(20);
  let said = '';
  try {
    readConfig({});
  } catch (error) {
    said = String(error);
  }
  expect(names.filter((name) => !said.includes(`${name}: `))).toEqual([]);
});

test('no value is quoted, whatever is wrong with it', () => {
  const secret = 's3cr3t';
  const all = Object.fromEntries(Object.keys(environment()).map((name) => [name, secret]));
  let said = '';
  try {
    readConfig(all);
  } catch (error) {
    said = String(error);
  }
  expect(said).toContain('MODE: ');
  expect(said).not.toContain(secret);
});

test('a fault names the setting and what would be right, and quotes nothing of the environment', () => {
  const wrong = {
    MODE: 'secret',
    RECHECK_DELAY_SECONDS: '901',
    HOLD_MINIMUM: '0',
    EDITS_QUEUE_URL: 'secret',
  };
  expect(() => readConfig(environment(wrong))).toThrow(
    "the function's settings are at fault: MODE: expected Enforce or Observe; HOLD_MINIMUM: expected a whole number, " +
      '1 or more; RECHECK_DELAY_SECONDS: expected a whole number, 0 to 900; EDITS_QUEUE_URL: expected a URL',
  );
});
