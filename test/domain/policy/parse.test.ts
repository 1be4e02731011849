import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parsePolicy } from '../../../lib/domain/policy/parse.ts';
import { formatIssue } from '../../../lib/domain/validation-issue.ts';
import { ACCOUNT, POOL, parameter, settings, toLogGroup, toStream } from '../../support/situation.ts';

const parse = (value: unknown, over: object = {}, stored: object = {}) =>
  parsePolicy(parameter(value, stored), 'audit', { ...settings, ...over });
const issuesOf = (value: unknown, over: object = {}, stored: object = {}): readonly string[] => {
  const parsed = parse(value, over, stored);
  return parsed.kind === 'Invalid' ? parsed.issues.map(formatIssue) : [];
};
const warningsOf = (value: unknown, over: object = {}): readonly string[] => {
  const parsed = parse(value, over);
  return parsed.kind === 'Valid' ? parsed.warnings.map(formatIssue) : ['invalid'];
};
const policy = (over: object = {}) => ({ Select: {}, LogConfigurations: [toStream()], ...over });
const stream = (StreamArn: string) => ({ ...toStream(), FirehoseConfiguration: { StreamArn } });
const logGroup = (LogGroupArn: string) => ({ ...toLogGroup(), CloudWatchLogsConfiguration: { LogGroupArn } });

const DEFAULTS = {
  Name: 'audit',
  Precedence: 'Default',
  Priority: 100,
  Select: {},
  LogConfigurations: [toStream()],
  Mode: 'Enforce',
  OnDelete: 'Retain',
  Rollout: { Waves: [1, '10%', '100%'], HaltAfter: { Pools: 1, Percent: 5 } },
};

describe('a valid policy', () => {
  test('has defaults for all keys but Select and LogConfigurations', () => {
    expect(parse(policy())).toEqual({ kind: 'Valid', name: 'audit', policy: DEFAULTS, warnings: [] });
  });

  test('can contain every key', () => {
    const full = {
      Description: 'Sign-in evidence',
      Precedence: 'Mandatory',
      Priority: 0,
      Select: {
        Ids: [POOL],
        Names: ['shop-*'],
        Tags: { env: ['prod', 'st*'], empty: [''] },
        Tiers: ['PLUS'],
        Exclude: {
          Ids: ['eu-west-1_other'],
          Names: ['x'],
          Tags: { logs: ['off'] },
          Tiers: ['LITE', 'ESSENTIALS'],
        },
      },
      LogConfigurations: [toLogGroup('<userPoolName>'), toStream('<accountId>-<region>')],
      Mode: 'Observe',
      OnDelete: 'Clear',
      Rollout: { Waves: [1, 20, '5%', '100%'], HaltAfter: { Pools: 2, Percent: 100 } },
    };
    const parsed = parse({ $schema: './policy.schema.json', ...full });
    expect(parsed).toMatchObject({ kind: 'Valid', policy: { Name: 'audit' } });
    expect(parsed.kind === 'Valid' && parsed.policy).toEqual({
      Name: 'audit',
      ...full,
      LogConfigurations: [toStream('<accountId>-<region>'), toLogGroup('<userPoolName>')],
    });
  });

  test('can contain null for each optional key', () => {
    const nulls = {
      $schema: null,
      Description: null,
      Precedence: null,
      Priority: null,
      Mode: null,
      OnDelete: null,
      Rollout: null,
    };
    expect(parse(policy(nulls))).toEqual(parse(policy()));
    expect(parse(policy({ Rollout: { Waves: null, HaltAfter: { Pools: null, Percent: null } } }))).toEqual(
      parse(policy()),
    );
    expect(
      parse(policy({ Select: { Ids: null, Names: ['a'], Tags: null, Tiers: null, Exclude: null } })),
    ).toEqual(parse(policy({ Select: { Names: ['a'] } })));
    expect(parse(policy({ LogConfigurations: [{ ...toStream(), S3Configuration: null }] }))).toEqual(
      parse(policy()),
    );
  });

  test('has the default for a part of Rollout that is missing', () => {
    expect(parse(policy({ Rollout: { HaltAfter: { Pools: 3 } } }))).toMatchObject({
      policy: { Rollout: { Waves: [1, '10%', '100%'], HaltAfter: { Pools: 3, Percent: 5 } } },
    });
    expect(parse(policy({ Rollout: { Waves: ['100%'] } }))).toMatchObject({
      policy: { Rollout: { Waves: ['100%'], HaltAfter: { Pools: 1, Percent: 5 } } },
    });
  });

  test('does not depend on the mode of the deployment', () => {
    expect(parse(policy(), { mode: 'Observe' })).toEqual(parse(policy()));
  });

  test('has log groups without :*', () => {
    const arn = `arn:aws:logs:<region>:<accountId>:log-group:/<userPoolId>`;
    expect(parse(policy({ LogConfigurations: [logGroup(`${arn}:*`)] }))).toMatchObject({
      policy: { LogConfigurations: [logGroup(arn)] },
    });
  });
});

const ID = 'Expected the ID of a user pool, without wildcards, for example eu-west-1_aBcDeFgHi.';
const TAGS = 'Expected an object of tag keys with lists of values, for example {"env": ["prod"]}.';
const SELECT = 'Expected an object with Ids, Names, Tags, Tiers or Exclude. {} selects every pool.';

describe('an invalid selection', () => {
  test.each<[string, unknown, readonly string[]]>([
    ['missing', undefined, [`Select: missing. ${SELECT}`]],
    ['null', null, [`Select: found null. ${SELECT}`]],
    ['a list', [], [`Select: found []. ${SELECT}`]],
    ['a text', '*', [`Select: found "*". ${SELECT}`]],
    [
      'no pool ID',
      { Ids: [] },
      ['Select.Ids: found []. Expected a list of one or more pool IDs, for example ["eu-west-1_aBcDeFgHi"].'],
    ],
    ['a name as a pool ID', { Ids: ['shop'] }, [`Select.Ids[0]: found "shop". ${ID}`]],
    ['a pattern as a pool ID', { Ids: ['eu-west-1_*'] }, [`Select.Ids[0]: found "eu-west-1_*". ${ID}`]],
    [
      'no name',
      { Names: [] },
      ['Select.Names: found []. Expected a list of one or more pool names, for example ["shop-*"].'],
    ],
    [
      'an empty name',
      { Names: [''] },
      ['Select.Names[0]: found "". Expected the name of a user pool, or a pattern with *.'],
    ],
    ['no tag', { Tags: {} }, [`Select.Tags: found {}. ${TAGS}`]],
    ['an empty tag key', { Tags: { '': ['x'] } }, [`Select.Tags: found {"":["x"]}. ${TAGS}`]],
    [
      'a list of tags',
      { Tags: [{ Key: 'a', Values: ['b'] }] },
      [`Select.Tags: found [{"Key":"a","Values":["b"]}]. ${TAGS}`],
    ],
    [
      'a text as tag values',
      { Tags: { env: 'prod' } },
      [
        'Select.Tags.env: found "prod". Expected a list of one or more tag values, for example ["prod"]. ["*"] matches every value.',
      ],
    ],
    [
      'no tag value',
      { Tags: { env: [] } },
      [
        'Select.Tags.env: found []. Expected a list of one or more tag values, for example ["prod"]. ["*"] matches every value.',
      ],
    ],
    [
      'a number as tag value',
      { Tags: { env: [1] } },
      ['Select.Tags.env[0]: found 1. Expected the value of a tag, or a pattern with *.'],
    ],
    [
      'a tier in lower case',
      { Tiers: ['plus'] },
      ['Select.Tiers[0]: found "plus". Expected "LITE" or "ESSENTIALS" or "PLUS".'],
    ],
    [
      'no tier',
      { Tiers: [] },
      ['Select.Tiers: found []. Expected a list of one or more tiers, for example ["PLUS"].'],
    ],
    [
      'a tier without userAuthEvents',
      { Tiers: ['LITE', 'ESSENTIALS'] },
      [
        'Select.Tiers: found ["LITE","ESSENTIALS"]. Expected ["PLUS"], because userAuthEvents needs the tier PLUS.',
      ],
    ],
    [
      'the tier PLUS excluded',
      { Exclude: { Tiers: ['PLUS'] } },
      [
        'Select.Exclude.Tiers: found ["PLUS"]. Expected a list without "PLUS", because userAuthEvents needs the tier PLUS.',
      ],
    ],
    [
      'every tier excluded',
      { Tiers: ['PLUS'], Exclude: { Tiers: ['PLUS', 'LITE'] } },
      [
        'Select.Exclude.Tiers: found ["PLUS","LITE"]. Expected a list that leaves at least one tier, because this policy selects no pool.',
      ],
    ],
    [
      'every pool ID excluded',
      { Ids: [POOL], Exclude: { Ids: [POOL] } },
      [
        `Select.Exclude.Ids: found ["${POOL}"]. Expected a list that leaves at least one pool of Select.Ids, because this policy selects no pool.`,
      ],
    ],
    [
      'null for every criterion',
      { Ids: null, Tags: null, Exclude: { Ids: [POOL] } },
      [expect.stringMatching(/^Select: found .*at least one criterion that is not null, or \{\} to select/)],
    ],
    [
      'an empty Exclude',
      { Exclude: {} },
      ['Select.Exclude: found {}. Expected at least one of Ids, Names, Tags and Tiers, or no Exclude.'],
    ],
    [
      'null for every criterion of Exclude',
      { Exclude: { Tags: null } },
      [
        'Select.Exclude: found {"Tags":null}. Expected at least one of Ids, Names, Tags and Tiers, or no Exclude.',
      ],
    ],
    [
      'an exclusion in an exclusion',
      { Exclude: { Exclude: { Ids: [POOL] } } },
      ['Select.Exclude.Exclude: unknown key. "Exclude" belongs in Select.'],
    ],
    [
      'keys in lower case',
      { tags: { env: ['prod'] }, exclude: { ids: [POOL] } },
      [
        'Select.tags: unknown key. Did you mean "Tags"?',
        'Select.exclude: unknown key. Did you mean "Exclude"?',
        'Select.exclude.ids: unknown key. Did you mean "Ids"?',
      ],
    ],
  ])('with %s', (_, Select, reasons) => {
    expect(issuesOf(policy({ Select }))).toEqual(reasons);
  });

  test('with the tag key __proto__ does not select every pool', () => {
    const text = JSON.stringify(policy()).replace('{}', '{"Tags":{"__proto__":["x"],"a":["b"]}}');
    expect(issuesOf(text)).toEqual(['Select.Tags.__proto__: found "__proto__". Expected another tag key.']);
  });

  test('of the tiers LITE and ESSENTIALS is valid for userNotification', () => {
    const LogConfigurations = [toLogGroup()];
    for (const Select of [{ Tiers: ['LITE'] }, { Exclude: { Tiers: ['PLUS'] } }])
      expect(issuesOf({ Select, LogConfigurations })).toEqual([]);
  });
});

describe('an invalid key', () => {
  test.each<[object, readonly string[]]>([
    [{ Precedence: 'mandatory' }, ['Precedence: found "mandatory". Expected "Mandatory" or "Default".']],
    ...[-1, 1001, 1.5, '10', true, 1e300].map((Priority): [object, readonly string[]] => [
      { Priority },
      [`Priority: found ${JSON.stringify(Priority)}. Expected a whole number from 0 to 1000.`],
    ]),
    [{ Mode: 'Off' }, ['Mode: found "Off". Expected "Enforce" or "Observe".']],
    [{ OnDelete: 'Keep' }, ['OnDelete: found "Keep". Expected "Retain" or "Clear".']],
    [{ Description: ['x'] }, ['Description: found ["x"]. Expected a string.']],
    [
      { Inherit: true },
      [
        'Inherit: unknown key. "Inherit" belongs in the parameter of a pool. A policy always owns only the event sources of its entries.',
      ],
    ],
    [
      { UserPoolId: POOL },
      [
        'UserPoolId: unknown key. "UserPoolId" belongs in the parameter of a pool. A policy selects pools by their IDs with Select.Ids.',
      ],
    ],
    [{ Tags: { a: ['b'] } }, ['Tags: unknown key. "Tags" belongs in Select.']],
    [{ exclude: { Ids: [POOL] } }, ['exclude: unknown key. "Exclude" belongs in Select.']],
    [{ Waves: ['100%'] }, ['Waves: unknown key. "Waves" belongs in Rollout.']],
    [{ priorty: 5 }, ['priorty: unknown key. Did you mean "Priority"?']],
    [
      { Region: 'x' },
      [
        'Region: unknown key. Known keys: Description, Precedence, Priority, Select, LogConfigurations, Mode, OnDelete, Rollout.',
      ],
    ],
    [{ Select: { Priority: 1 } }, ['Select.Priority: unknown key. "Priority" belongs at the top level.']],
    [
      { Rollout: { Pools: 1, waves: ['100%'] } },
      [
        'Rollout.Pools: unknown key. "Pools" belongs in HaltAfter.',
        'Rollout.waves: unknown key. Did you mean "Waves"?',
      ],
    ],
  ])('%j', (over, reasons) => {
    expect(issuesOf(policy(over))).toEqual(reasons);
  });
});

const WAVE = 'Expected a number of pools from 1, or a percentage from "1%" to "100%".';
const WAVES = 'Expected a list that ends with "100%", for example [1, "10%", "100%"].';

test.each<[unknown, readonly string[]]>([
  [[], [`Rollout.Waves: found []. ${WAVES}`]],
  ['100%', [`Rollout.Waves: found "100%". ${WAVES}`]],
  [[1, '10%'], [`Rollout.Waves: found [1,"10%"]. ${WAVES}`]],
  [[100], [`Rollout.Waves: found [100]. ${WAVES}`]],
  ...[0, -1, 1.5, '0%', '101%', '10', '010%', '1.5%', ' 5%', true].map(
    (wave): [unknown, readonly string[]] => [
      [wave, '100%'],
      [`Rollout.Waves[0]: found ${JSON.stringify(wave)}. ${WAVE}`],
    ],
  ),
  [
    ['10%', '10%', '5%', 3, '100%'],
    [
      'Rollout.Waves[1]: found "10%". Expected a wave after "10%": numbers before percentages, both ascending.',
      'Rollout.Waves[2]: found "5%". Expected a wave after "10%": numbers before percentages, both ascending.',
      'Rollout.Waves[3]: found 3. Expected a wave after "5%": numbers before percentages, both ascending.',
    ],
  ],
])('rejects the waves %j', (Waves, reasons) => {
  expect(issuesOf(policy({ Rollout: { Waves } }))).toEqual(reasons);
});

test.each([
  [{ Pools: 0 }, 'Rollout.HaltAfter.Pools: found 0. Expected a whole number from 1.'],
  [{ Pools: '1' }, 'Rollout.HaltAfter.Pools: found "1". Expected a whole number from 1.'],
  [{ Percent: 0 }, 'Rollout.HaltAfter.Percent: found 0. Expected a whole number from 1 to 100.'],
  [{ Percent: 101 }, 'Rollout.HaltAfter.Percent: found 101. Expected a whole number from 1 to 100.'],
  [5, 'Rollout.HaltAfter: found 5. Expected an object with Pools and Percent.'],
])('rejects HaltAfter %j', (HaltAfter, reason) => {
  expect(issuesOf(policy({ Rollout: { HaltAfter } }))).toEqual([reason]);
});

const ENTRIES =
  'Expected a list of 1 to 2 entries, because a policy owns only the event sources of its entries.';
const MACROS = '<accountId>, <region>, <userPoolId>, <userPoolName>';

describe('invalid entries', () => {
  const arn = (name: string) => `arn:aws:firehose:<region>:<accountId>:deliverystream/${name}`;
  test.each<[string, unknown, readonly string[]]>([
    ['no list', undefined, [`LogConfigurations: missing. ${ENTRIES}`]],
    ['an empty list', [], [`LogConfigurations: found []. ${ENTRIES}`]],
    [
      'three entries',
      [toLogGroup(), toStream(), toStream()],
      [
        `LogConfigurations: found 3 entries. ${ENTRIES}`,
        'LogConfigurations[2].EventSource: found "userAuthEvents". Expected each event source at most once.',
      ],
    ],
    [
      'the wrong level',
      [{ ...toStream(), LogLevel: 'ERROR' }],
      ['LogConfigurations[0].LogLevel: found "ERROR". Expected "INFO", the only level for userAuthEvents.'],
    ],
    [
      'a stream for userNotification',
      [{ ...toStream(), EventSource: 'userNotification', LogLevel: 'ERROR' }],
      [expect.stringContaining('Expected CloudWatchLogsConfiguration for userNotification.')],
    ],
    [
      'an unknown macro',
      [stream(arn('<pool>'))],
      [
        'LogConfigurations[0].FirehoseConfiguration.StreamArn: unknown macro "<pool>". Did you mean <userPoolId>?',
      ],
    ],
    [
      'a text that is not an ARN after expansion',
      [stream('deliverystream/<userPoolId>')],
      [
        'LogConfigurations[0].FirehoseConfiguration.StreamArn: found "deliverystream/<userPoolId>". Expected the ARN of a ' +
          'Firehose stream (example: arn:aws:firehose:eu-west-1:123456789012:deliverystream/name), ' +
          `with or without the macros ${MACROS}.`,
      ],
    ],
    [
      'a log group in another account',
      [logGroup('arn:aws:logs:<region>:999999999999:log-group:<userPoolId>')],
      [expect.stringContaining(`Expected a log group in the pool's account ${ACCOUNT}.`)],
    ],
    [
      'a bucket that is not on the allow-list',
      [
        {
          EventSource: 'userAuthEvents',
          LogLevel: 'INFO',
          S3Configuration: { BucketArn: 'arn:aws:s3:::logs-<accountId>' },
        },
      ],
      [
        expect.stringMatching(
          /^LogConfigurations\[0\]\.S3Configuration\.BucketArn: found "arn:aws:s3:::logs-<accountId>", which becomes "arn:aws:s3:::logs-123456789012"\. Expected a destination that matches the setting/,
        ),
      ],
    ],
    ['a number as ARN', [{ ...toStream(), FirehoseConfiguration: { StreamArn: 5 } }], [expect.anything()]],
  ])('%s', (_, LogConfigurations, reasons) => {
    expect(issuesOf(policy({ LogConfigurations }))).toEqual(reasons);
  });

  test('the allow-list is not checked for an ARN that differs between pools', () => {
    const bucket = (BucketArn: string) => [
      { EventSource: 'userAuthEvents', LogLevel: 'INFO', S3Configuration: { BucketArn } },
    ];
    for (const name of ['<userPoolId>', 'audit-<userPoolName>'])
      expect(issuesOf(policy({ LogConfigurations: bucket(`arn:aws:s3:::${name}`) }))).toEqual([]);
  });

  test('the allow-list is not checked for an ARN whose Region is not known', () => {
    const allowedDestinations = ['arn:aws:firehose:eu-west-1:*'];
    const given = policy({ LogConfigurations: [stream(arn('a'))] });
    expect(issuesOf(given, { allowedDestinations, region: undefined })).toEqual([]);
    expect(issuesOf(given, { allowedDestinations, region: 'eu-west-1' })).toEqual([]);
    expect(issuesOf(given, { allowedDestinations, region: 'us-east-1' })).toHaveLength(1);
  });
});

test('returns all errors together', () => {
  const text = {
    Precedence: 'First',
    Priority: -1,
    Select: { Ids: [], Tiers: ['LITE'] },
    LogConfigurations: [stream('<x>'), stream('<y>')],
    Rollout: { Waves: [2, 1] },
    mode: 'Observe',
  };
  expect(issuesOf(text).map((reason) => reason.split(':')[0])).toEqual([
    'Precedence',
    'Priority',
    'Select.Ids',
    'mode',
    'Select.Tiers',
    'LogConfigurations[0].FirehoseConfiguration.StreamArn',
    'LogConfigurations[1].EventSource',
    'LogConfigurations[1].FirehoseConfiguration.StreamArn',
    'Rollout.Waves[1]',
    'Rollout.Waves',
  ]);
});

test.each<[string, unknown, object, RegExp]>([
  ['another type', policy(), { type: 'SecureString' }, /^Type: found "SecureString". Expected "String"/],
  ['a text that is not JSON', '{"Select": {}', {}, /^Parameter value \(line 1, column 14\)/],
  ['a duplicate key', '{"Select": {"Ids": ["a_a"]}, "Select": {}}', {}, /^Select: duplicate key/],
  ['a list of policies', [policy()], {}, /Remove the outer list\. Each parameter contains one policy\./],
  ['an outer object', { audit: policy() }, {}, /Remove the outer "audit"/],
])('rejects %s with one reason', (_, value, stored, reason) => {
  expect(issuesOf(value, {}, stored)).toEqual([expect.stringMatching(reason)]);
  expect(parse(value, {}, stored)).toMatchObject({ name: 'audit', readable: undefined });
});

describe('warnings', () => {
  const by = (Select: object, Precedence = 'Mandatory') => warningsOf(policy({ Select, Precedence }));

  test('a Mandatory policy that selects by tags or names has a warning for each', () => {
    const of = (name: string) => expect.stringMatching(new RegExp(`^${name}: a principal who can `));
    expect(by({ Tags: { a: ['b'] } })).toEqual([of('Select\\.Tags')]);
    expect(by({ Names: ['a'], Exclude: { Names: ['b'], Tags: { c: ['d'] } } })).toEqual([
      of('Select\\.Names'),
      of('Select\\.Exclude\\.Tags'),
      of('Select\\.Exclude\\.Names'),
    ]);
    expect(by({ Ids: [POOL], Tiers: ['PLUS'], Exclude: { Ids: ['a_b'] } })).toEqual([]);
    expect(by({ Tags: { a: ['b'] }, Names: ['a'] }, 'Default')).toEqual([]);
  });

  test('the warning of a Mandatory policy names the permissions to restrict, and expects Ids', () => {
    const parsed = parse(policy({ Precedence: 'Mandatory', Select: { Tags: { a: ['b'] }, Names: ['c'] } }));
    const expected = 'Ids in a Mandatory policy';
    expect(parsed).toMatchObject({
      warnings: [
        {
          path: 'Select.Tags',
          found: '{"a":["b"]}',
          expected,
          message:
            'a principal who can tag a pool can move it out of this Mandatory policy. Restrict cognito-idp:TagResource, cognito-idp:UntagResource and cognito-idp:UpdateUserPool, or select by Ids.',
        },
        {
          path: 'Select.Names',
          found: '["c"]',
          expected,
          message:
            'a principal who can rename a pool can move it out of this Mandatory policy. Restrict cognito-idp:UpdateUserPool, or select by Ids.',
        },
      ],
    });
  });

  test('a destination in another Region has a warning, and one in <region> does not', () => {
    const at = (region: string) =>
      warningsOf(
        policy({
          LogConfigurations: [stream(`arn:aws:firehose:${region}:<accountId>:deliverystream/<userPoolId>`)],
        }),
      );
    expect(at('us-east-1')).toEqual([
      expect.stringMatching(/StreamArn: found "arn:aws:firehose:us-east-1:<acc.*a destination in eu-west-1/),
    ]);
    expect(at('eu-west-1')).toEqual([]);
    expect(at('<region>')).toEqual([]);
  });

  test('a wrong level is a warning if the setting logLevelValidation is warn', () => {
    const given = policy({ LogConfigurations: [{ ...toStream(), LogLevel: 'ERROR' }] });
    expect(warningsOf(given, { logLevelValidation: 'warn' })).toHaveLength(1);
  });
});

test('the policies in docs/policies.md are valid', async () => {
  const page = await readFile(resolve(import.meta.dirname, '../../../docs/policies.md'), 'utf8');
  const examples = [...page.matchAll(/```json\n(\{[\s\S]*?)```/g)].map(([, text]) => text ?? '');
  expect(examples).toHaveLength(3);
  for (const text of examples) expect(issuesOf(text)).toEqual([]);
});
