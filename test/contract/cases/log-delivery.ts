import { type ContractCase, documented, measured, modelled, unverified } from '../case.ts';

const set = 'cognito-idp.SetLogDeliveryConfiguration';
const get = 'cognito-idp.GetLogDeliveryConfiguration';

/** Of the right form; nothing need be there, for these requests are refused before anybody looks. */
const someGroup = 'arn:aws:logs:<region>:<account>:log-group:/x';
const someStream = 'arn:aws:firehose:<region>:<account>:deliverystream/x';

const toGroup = (LogGroupArn: string) => ({ CloudWatchLogsConfiguration: { LogGroupArn } });
const toStream = (StreamArn: string) => ({ FirehoseConfiguration: { StreamArn } });
const toBucket = (BucketArn: string) => ({ S3Configuration: { BucketArn } });
const notification = (destination: object = toGroup(someGroup), LogLevel = 'ERROR') => ({
  LogLevel,
  EventSource: 'userNotification',
  ...destination,
});
const authEvents = (destination: object = toStream(someStream), LogLevel = 'INFO') => ({
  LogLevel,
  EventSource: 'userAuthEvents',
  ...destination,
});
const clear = (pool: string) => ({ call: set, send: { UserPoolId: pool, LogConfigurations: [] } }) as const;
const holds = (pool: string, LogConfigurations: readonly object[]) =>
  ({
    call: get,
    send: { UserPoolId: pool },
    answer: { body: { LogDeliveryConfiguration: { UserPoolId: pool, LogConfigurations } } },
  }) as const;
const refused = (LogConfigurations: unknown, error: string, message?: string, pool = '<missing>') =>
  ({
    call: set,
    send: { UserPoolId: pool, LogConfigurations },
    answer: { error, ...(message !== undefined && { message }) },
  }) as const;

const constraint = 'failed to satisfy constraint: Member must';
const oneFault = '1 validation error detected: ';
const real = notification(toGroup('<logGroup>'));

export const logDelivery: readonly ContractCase[] = [
  {
    name: 'Set replaces the whole list, [] clears it, and both operations answer in one form',
    source: measured(1),
    steps: [
      clear('<plus>'),
      holds('<plus>', []),
      {
        call: set,
        send: { UserPoolId: '<plus>', LogConfigurations: [real] },
        answer: { body: { LogDeliveryConfiguration: { UserPoolId: '<plus>', LogConfigurations: [real] } } },
      },
      holds('<plus>', [real]),
      { call: set, send: { UserPoolId: '<plus>', LogConfigurations: [authEvents(toGroup('<logGroup>'))] } },
      holds('<plus>', [authEvents(toGroup('<logGroup>'))]),
      clear('<plus>'),
      holds('<plus>', []),
    ],
  },
  {
    name: 'Get answers [] when nothing is set, and Set takes []',
    source: measured(1),
    steps: [clear('<essentials>'), holds('<essentials>', [])],
  },
  {
    name: 'Two entries, one for each source, come back in any order',
    source: measured(1),
    steps: [
      {
        call: set,
        send: { UserPoolId: '<plus>', LogConfigurations: [authEvents(toStream('<stream>')), real] },
      },
      holds('<plus>', [real, authEvents(toStream('<stream>'))]),
      clear('<plus>'),
    ],
  },
  {
    name: 'userAuthEvents go to a bucket',
    source: documented(2),
    steps: [
      { call: set, send: { UserPoolId: '<plus>', LogConfigurations: [authEvents(toBucket('<bucket>'))] } },
      holds('<plus>', [authEvents(toBucket('<bucket>'))]),
      clear('<plus>'),
    ],
  },
  ...(['<lite>', '<essentials>', '<plus>'] as const).map(
    (pool): ContractCase => ({
      name: `userNotification to a log group on a pool of the tier ${pool}`,
      source: documented(2),
      steps: [
        { call: set, send: { UserPoolId: pool, LogConfigurations: [real] } },
        holds(pool, [real]),
        clear(pool),
      ],
    }),
  ),
  ...(['<lite>', '<essentials>'] as const).map(
    (pool): ContractCase => ({
      name: `userAuthEvents on a pool of the tier ${pool}, and what stood there stays`,
      source: measured(1),
      steps: [
        clear(pool),
        refused([authEvents()], 'FeatureUnavailableInTierException', undefined, pool),
        holds(pool, []),
      ],
    }),
  ),
  {
    name: 'A refused request leaves the stored configuration untouched',
    source: measured(1),
    steps: [
      { call: set, send: { UserPoolId: '<essentials>', LogConfigurations: [real] } },
      refused([notification({})], 'InvalidParameterException', undefined, '<essentials>'),
      refused([notification(toGroup('x'))], 'InvalidParameterException', undefined, '<essentials>'),
      refused('x', 'SerializationException', undefined, '<essentials>'),
      holds('<essentials>', [real]),
      clear('<essentials>'),
    ],
  },
  {
    name: 'An unknown level, though the pool is not there: the shape is looked at first',
    source: measured(1),
    steps: [
      refused(
        [notification(undefined, 'TRACE')],
        'InvalidParameterException',
        `${oneFault}Value 'TRACE' at 'logConfigurations.1.member.logLevel' ${constraint} satisfy enum value set: [ERROR, INFO]`,
      ),
    ],
  },
  {
    name: 'An unknown source in the second entry: places are counted from one',
    source: measured(1),
    steps: [
      refused(
        [notification(), { ...notification(), EventSource: 'x' }],
        'InvalidParameterException',
        `${oneFault}Value 'x' at 'logConfigurations.2.member.eventSource' ${constraint} satisfy enum value set: [userAuthEvents, userNotification]`,
      ),
    ],
  },
  {
    name: 'No list',
    source: measured(1),
    steps: [
      {
        call: set,
        send: { UserPoolId: '<missing>' },
        answer: {
          error: 'InvalidParameterException',
          message: `${oneFault}Value null at 'logConfigurations' ${constraint} not be null`,
        },
      },
    ],
  },
  {
    name: 'Three entries',
    source: measured(1),
    steps: [
      {
        call: set,
        send: {
          UserPoolId: '<missing>',
          LogConfigurations: [notification(), notification(), notification()],
        },
        answer: {
          error: 'InvalidParameterException',
          message: { holds: `]' at 'logConfigurations' ${constraint} have length less than or equal to 2` },
        },
      },
    ],
  },
  {
    name: 'Faults in several members are in one message',
    source: measured(1),
    steps: [
      {
        call: set,
        send: {
          UserPoolId: '<missing>',
          LogConfigurations: [{ ...notification(), LogLevel: 'X', EventSource: 'Y' }],
        },
        answer: {
          error: 'InvalidParameterException',
          message: `2 validation errors detected: Value 'X' at 'logConfigurations.1.member.logLevel' ${constraint} satisfy enum value set: [ERROR, INFO]; Value 'Y' at 'logConfigurations.1.member.eventSource' ${constraint} satisfy enum value set: [userAuthEvents, userNotification]`,
        },
      },
    ],
  },
  {
    name: 'An entry without level and source',
    source: modelled(1),
    steps: [
      {
        call: set,
        send: { UserPoolId: '<missing>', LogConfigurations: [toGroup(someGroup)] },
        answer: {
          error: 'InvalidParameterException',
          message: {
            holds: `Value null at 'logConfigurations.1.member.eventSource' ${constraint} not be null`,
          },
        },
      },
    ],
  },
  ...[{}, { CloudWatchLogsConfiguration: {} }, { S3Configuration: {} }, { FirehoseConfiguration: {} }].map(
    (destination): ContractCase => ({
      name: `An entry whose destination is ${JSON.stringify(destination)} passes the shapes, and is then refused`,
      source: measured(1),
      steps: [
        refused(
          [notification(destination)],
          'InvalidParameterException',
          'Request validation Failed. Following event sources in request have no destination: [userNotification].',
          '<essentials>',
        ),
      ],
    }),
  ),
  {
    name: 'A source that appears twice',
    source: measured(1),
    steps: [
      refused(
        [notification(), notification(toGroup(`${someGroup}y`))],
        'InvalidParameterException',
        'Request validation Failed. Following event sources appear more then once in a request: [userNotification].',
        '<essentials>',
      ),
    ],
  },
  {
    name: "A log group's ARN that ends in :*, as CloudFormation hands it out",
    source: documented(1),
    steps: [
      {
        call: set,
        send: { UserPoolId: '<missing>', LogConfigurations: [notification(toGroup(`${someGroup}:*`))] },
        answer: {
          error: 'InvalidParameterException',
          message: {
            holds: `Value '${someGroup}:*' at 'logConfigurations.1.member.cloudWatchLogsConfiguration.logGroupArn' ${constraint} satisfy regular expression pattern`,
          },
        },
      },
    ],
  },
  ...[`x${someGroup}`, `${someGroup} `, `${someGroup}:a:b:c`, `${someGroup}\n`].map(
    (arn): ContractCase => ({
      name: `The ARN pattern is anchored: ${JSON.stringify(arn)}`,
      source: modelled(1),
      steps: [refused([notification(toGroup(arn))], 'InvalidParameterException')],
    }),
  ),
  ...[
    ['a string for the list', 'x'],
    ['a number in the list', [1]],
    ['a number for the level', [{ ...notification(), LogLevel: 1 }]],
    ['a list for a destination', [{ ...notification(), CloudWatchLogsConfiguration: [] }]],
    ['a boolean for an ARN', [{ ...notification(), CloudWatchLogsConfiguration: { LogGroupArn: true } }]],
  ].map(
    ([name, list]): ContractCase => ({
      name: `A wrong JSON type: ${name}`,
      source: measured(1),
      steps: [refused(list, 'SerializationException')],
    }),
  ),
  {
    name: 'An unknown pool, to Set and to Get',
    source: measured(1),
    steps: [
      refused([notification()], 'ResourceNotFoundException'),
      { call: get, send: { UserPoolId: '<missing>' }, answer: { error: 'ResourceNotFoundException' } },
    ],
  },
  {
    name: 'An unknown pool and an entry without destination: existence before rules',
    source: unverified(1),
    steps: [refused([notification({})], 'ResourceNotFoundException')],
  },
  {
    name: 'userNotification with the level INFO',
    source: unverified(1),
    steps: [
      refused([notification(undefined, 'INFO')], 'InvalidParameterException', undefined, '<essentials>'),
    ],
  },
  {
    name: 'userAuthEvents with the level ERROR',
    source: unverified(1),
    steps: [refused([authEvents(undefined, 'ERROR')], 'InvalidParameterException', undefined, '<plus>')],
  },
  {
    name: 'Two destinations in one entry',
    source: documented(1),
    steps: [
      refused(
        [authEvents({ ...toStream(someStream), ...toGroup(someGroup) })],
        'InvalidParameterException',
        undefined,
        '<plus>',
      ),
    ],
  },
  ...[toBucket('arn:aws:s3:::x'), toStream(someStream)].map(
    (destination): ContractCase => ({
      name: `userNotification to ${JSON.stringify(destination)}`,
      source: documented(1),
      steps: [refused([notification(destination)], 'InvalidParameterException', undefined, '<essentials>')],
    }),
  ),
  {
    name: 'userAuthEvents on a pool of the tier <plus> without threat protection: taken',
    source: unverified(2),
    steps: [
      { call: 'cognito-idp.UpdateUserPool', send: { UserPoolId: '<plus>' } },
      { call: set, send: { UserPoolId: '<plus>', LogConfigurations: [authEvents(toGroup('<logGroup>'))] } },
      clear('<plus>'),
      {
        call: 'cognito-idp.UpdateUserPool',
        send: { UserPoolId: '<plus>', UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } },
      },
    ],
  },
  {
    name: 'A member that the model does not know is ignored',
    source: unverified(1),
    steps: [{ call: get, send: { UserPoolId: '<essentials>', Unheard: { of: 1 } } }],
  },
  {
    name: 'A null member counts as absent',
    source: unverified(1),
    steps: [
      {
        call: set,
        send: { UserPoolId: '<essentials>', LogConfigurations: [{ ...real, S3Configuration: null }] },
      },
      holds('<essentials>', [real]),
      clear('<essentials>'),
    ],
  },
];
