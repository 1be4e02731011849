import { type ContractCase, measured, modelled, unverified } from '../case.ts';
import {
  anyLogGroup,
  anyStream,
  authEvents,
  clear,
  constraint,
  hasConfiguration,
  notification,
  oneError,
  rejectedSet,
  set,
  toBucket,
  toStream,
  validEntry,
} from './log-delivery-steps.ts';

const tooLong = (shown: string) =>
  `${oneError}Value '[${shown}]' at 'logConfigurations' ${constraint} have length less than or equal to 2`;
const entryText = (level: string, source: string, [group, bucket, stream]: readonly string[]) =>
  `LogConfigurationType(logLevel=${level}, eventSource=${source}, cloudWatchLogsConfiguration=${group}, s3Configuration=${bucket}, firehoseConfiguration=${stream})`;
const groupText = (arn: string) => `CloudWatchLogsConfigurationType(logGroupArn=${arn})`;
const notificationText = entryText('ERROR', 'userNotification', [groupText(anyLogGroup), 'null', 'null']);

/** Lists that are too long, lists with null, and lists with several errors. */
export const logDeliveryLists: readonly ContractCase[] = [
  {
    name: 'SetLogDeliveryConfiguration shows three entries as Java does, with null for a missing destination',
    source: measured('shape-checks'),
    steps: [
      rejectedSet(
        [notification(), notification(), notification()],
        'InvalidParameterException',
        tooLong([notificationText, notificationText, notificationText].join(', ')),
      ),
    ],
  },
  {
    name: 'SetLogDeliveryConfiguration shows each destination of three entries with its name in the model',
    source: unverified('shape-checks'),
    steps: [
      rejectedSet(
        [
          authEvents(toBucket('arn:aws:s3:::x')),
          authEvents(toStream(anyStream)),
          notification({ CloudWatchLogsConfiguration: {} }),
        ],
        'InvalidParameterException',
        tooLong(
          [
            entryText('INFO', 'userAuthEvents', [
              'null',
              'S3ConfigurationType(bucketArn=arn:aws:s3:::x)',
              'null',
            ]),
            entryText('INFO', 'userAuthEvents', [
              'null',
              'null',
              `FirehoseConfigurationType(streamArn=${anyStream})`,
            ]),
            entryText('ERROR', 'userNotification', [groupText('null'), 'null', 'null']),
          ].join(', '),
        ),
      ),
    ],
  },
  {
    name: 'SetLogDeliveryConfiguration reports a list that is too long and the missing members of its entries in one message',
    source: unverified('shape-checks'),
    steps: [
      rejectedSet(
        [notification(), notification(), { EventSource: 'userNotification', LogLevel: null }],
        'InvalidParameterException',
        `2 validation errors detected: ${tooLong(
          [
            notificationText,
            notificationText,
            entryText('null', 'userNotification', ['null', 'null', 'null']),
          ].join(', '),
        ).slice(
          oneError.length,
        )}; Value null at 'logConfigurations.3.member.logLevel' ${constraint} not be null`,
      ),
    ],
  },
  {
    name: 'SetLogDeliveryConfiguration drops null in the list, so that [null] clears the configuration',
    source: measured('null-entries'),
    steps: [
      { call: set, send: { UserPoolId: '<essentials>', LogConfigurations: [validEntry] } },
      { call: set, send: { UserPoolId: '<essentials>', LogConfigurations: [null] } },
      hasConfiguration('<essentials>', []),
    ],
  },
  {
    name: 'SetLogDeliveryConfiguration does not count null in the list, neither for its length nor for positions',
    source: unverified('null-entries'),
    steps: [
      {
        call: set,
        send: { UserPoolId: '<essentials>', LogConfigurations: [null, validEntry, null, null] },
      },
      hasConfiguration('<essentials>', [validEntry]),
      clear('<essentials>'),
      rejectedSet(
        [null, notification(undefined, 'X')],
        'InvalidParameterException',
        `${oneError}Value 'X' at 'logConfigurations.1.member.logLevel' ${constraint} satisfy enum value set: [ERROR, INFO]`,
      ),
    ],
  },
  {
    name: 'SetLogDeliveryConfiguration treats a null destination as a missing one',
    source: unverified('null-entries'),
    steps: [
      {
        call: set,
        send: {
          UserPoolId: '<essentials>',
          LogConfigurations: [{ ...validEntry, S3Configuration: null, FirehoseConfiguration: null }],
        },
      },
      hasConfiguration('<essentials>', [validEntry]),
      clear('<essentials>'),
      rejectedSet(
        [notification({ CloudWatchLogsConfiguration: { LogGroupArn: null } })],
        'InvalidParameterException',
        'Request validation Failed. Following event sources in request have no destination: [userNotification].',
        '<essentials>',
      ),
    ],
  },
  ...(
    [
      ['both entries', [notification({}), notification({})]],
      ['the first entry', [notification({}), notification()]],
      ['the second entry', [notification(), notification({ CloudWatchLogsConfiguration: {} })]],
    ] satisfies [string, readonly object[]][]
  ).map(
    ([which, list]): ContractCase => ({
      name: `SetLogDeliveryConfiguration reports in one message an event source that appears twice and has no destination in ${which}`,
      source: measured('entry-checks'),
      steps: [
        rejectedSet(
          list,
          'InvalidParameterException',
          'Request validation Failed. Following event sources in request have no destination: [userNotification]. Following event sources appear more then once in a request: [userNotification].',
          '<essentials>',
        ),
      ],
    }),
  ),
  {
    name: 'SetLogDeliveryConfiguration names every event source without a destination in one sentence',
    source: unverified('entry-checks'),
    steps: [
      rejectedSet(
        [notification({}), authEvents({})],
        'InvalidParameterException',
        'Request validation Failed. Following event sources in request have no destination: [userNotification, userAuthEvents].',
        '<plus>',
      ),
    ],
  },
  {
    name: 'CreateUserPool shows three recovery mechanisms as Java does',
    source: unverified('shape-checks'),
    steps: [
      {
        call: 'cognito-idp.CreateUserPool',
        send: {
          PoolName: 'x',
          AccountRecoverySetting: {
            RecoveryMechanisms: [
              { Priority: 1, Name: 'verified_email' },
              { Priority: 2, Name: 'admin_only' },
              { Priority: 2, Name: 'admin_only' },
            ],
          },
        },
        response: {
          error: 'InvalidParameterException',
          message: `${oneError}Value '[RecoveryOptionType(priority=1, name=verified_email), RecoveryOptionType(priority=2, name=admin_only), RecoveryOptionType(priority=2, name=admin_only)]' at 'accountRecoverySetting.recoveryMechanisms' ${constraint} have length less than or equal to 2`,
        },
      },
    ],
  },
  {
    name: 'CreateUserPool drops null in a list of attributes',
    source: unverified('null-entries'),
    steps: [
      {
        call: 'cognito-idp.CreateUserPool',
        send: { PoolName: 'x', AutoVerifiedAttributes: [null, 'email'] },
        response: { body: { UserPool: { AutoVerifiedAttributes: ['email'] } } },
      },
    ],
  },
  {
    name: 'GetParameters drops null names and rejects a list that contains only null',
    source: unverified('null-entries'),
    steps: [
      {
        call: 'ssm.GetParameters',
        send: { Names: [null, '<path>/none'] },
        response: { body: { Parameters: [], InvalidParameters: ['<path>/none'] } },
      },
      {
        call: 'ssm.GetParameters',
        send: { Names: [null] },
        response: {
          error: 'ValidationException',
          message: `${oneError}Value '[]' at 'names' ${constraint} have length greater than or equal to 1`,
        },
      },
    ],
  },
  {
    name: 'GetParameters shows eleven names separated by commas',
    source: modelled('parameter-batch'),
    steps: [
      {
        call: 'ssm.GetParameters',
        send: { Names: 'abcdefghijk'.split('') },
        response: {
          error: 'ValidationException',
          message: `${oneError}Value '[a, b, c, d, e, f, g, h, i, j, k]' at 'names' ${constraint} have length less than or equal to 10`,
        },
      },
    ],
  },
];
