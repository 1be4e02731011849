import { readConfig } from '../../lib/aws/config.ts';
import { environment } from '../support/environment.ts';

test('returns every setting in its type', () => {
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
    editsDeadLetterQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/edits-dlq',
    upkeepDeadLetterQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/upkeep-dlq',
    eventBus: 'default',
    // Half of SSM's quota. The other half is for the users' own applications.
    quotas: { CognitoRead: 20, CognitoWrite: 15, UserPoolRead: 15, ParameterRead: 20, TagRead: 5 },
    arrival: { checks: false, allowanceMinutes: 60 },
    maxWorkers: 9,
  });
});

test('returns a configuration that cannot be modified', () => {
  const config = readConfig(environment());
  expect(() => Object.assign(config, { stateTable: 'another' })).toThrow(TypeError);
  expect(() => Object.assign(config.settings, { mode: 'Observe' })).toThrow(TypeError);
  expect(() => Object.assign(config.quotas, { CognitoRead: 1_000 })).toThrow(TypeError);
});

test('accepts an empty list of allowed destinations, and ignores spaces and empty items in it', () => {
  const listOf = (value: string) =>
    readConfig(environment({ ALLOWED_DESTINATIONS: value })).settings.allowedDestinations;
  expect(listOf('')).toEqual([]);
  expect(listOf(' a ,, b,')).toEqual(['a', 'b']);
});

test('accepts fractional quotas and percentages', () => {
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
  // An empty value must not become 0. CLEAR_GRACE_SECONDS, for example, would then disable the grace period.
  test.each([undefined, '', ' ', '-1', 'ten', '0x10', '1e3', 'Infinity', 'NaN', '5s'])(
    'rejects %j, which is not a decimal number',
    (value) => {
      expect(() => readConfig(environment({ [name]: value }))).toThrow(name);
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
  ['TAG_QUOTA', '0'],
  ['TAG_QUOTA', ''],
  ['ACCOUNT_ID', '12345678901'],
  ['PARAMETER_PREFIX', '/ends-with/'],
  ['PARAMETER_PREFIX', 'no-slash'],
  ['MODE', 'enforce'],
  ['METRICS', 'some'],
  ['LOG_LEVEL_VALIDATION', 'maybe'],
  ['EDITS_QUEUE_URL', 'edits'],
  ['STATE_TABLE', 'ab'],
  ['EVENT_BUS', ''],
  ['AWS_REGION', ''],
])('rejects %s with the value %j', (name, value) => {
  expect(() => readConfig(environment({ [name]: value }))).toThrow(name);
});

test.each([
  ['CLEAR_GRACE_SECONDS', '0'],
  ['HOLD_SHARE_PERCENT', '0'],
  ['HOLD_SHARE_PERCENT', '100'],
  ['RECHECK_DELAY_SECONDS', '900'],
  ['SWEEP_SKIP_BACKLOG', '0'],
  ['PARAMETER_SHARE_PERCENT', '100'],
  ['PARAMETER_PREFIX', '/team/x.y_z'],
])('accepts %s with the value %j', (name, value) => {
  expect(() => readConfig(environment({ [name]: value }))).not.toThrow();
});

test('lists every missing setting in one error', () => {
  const names = Object.keys(environment()).filter((name) => !/DEAD_LETTER|TAG_QUOTA/.test(name));
  expect(names.length).toBeGreaterThan(20);
  let message = '';
  try {
    readConfig({});
  } catch (error) {
    message = String(error);
  }
  expect(names.filter((name) => !message.includes(`${name}: `))).toEqual([]);
});

test('does not quote the value of any invalid setting', () => {
  const secret = 's3cr3t';
  const all = Object.fromEntries(Object.keys(environment()).map((name) => [name, secret]));
  let message = '';
  try {
    readConfig(all);
  } catch (error) {
    message = String(error);
  }
  expect(message).toContain('MODE: ');
  expect(message).not.toContain(secret);
});

test('names each invalid setting and its expected value, without the value found', () => {
  const invalid = {
    MODE: 'secret',
    RECHECK_DELAY_SECONDS: '901',
    HOLD_MINIMUM: '0',
    EDITS_QUEUE_URL: 'secret',
  };
  expect(() => readConfig(environment(invalid))).toThrow(
    'Invalid configuration: MODE: expected Enforce or Observe; HOLD_MINIMUM: expected a whole number of at ' +
      'least 1; RECHECK_DELAY_SECONDS: expected a whole number from 0 to 900; EDITS_QUEUE_URL: expected a URL',
  );
});

test('uses the default rate for tags of a deployment without policies, which does not set it', () => {
  expect(readConfig(environment({ TAG_QUOTA: undefined })).quotas.TagRead).toBe(5);
  expect(readConfig(environment({ TAG_QUOTA: '2.5' })).quotas.TagRead).toBe(2.5);
});

test('derives the dead-letter queues of version 0.1, which does not set their variables', () => {
  const config = readConfig(
    environment({ EDITS_DEAD_LETTER_QUEUE_URL: undefined, UPKEEP_DEAD_LETTER_QUEUE_URL: undefined }),
  );
  expect(config).toMatchObject({
    editsDeadLetterQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/edits-dlq',
    upkeepDeadLetterQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/upkeep-dlq',
  });
});
