import { type ContractCase, documented, measured, modelled, unverified } from '../case.ts';
import {
  anyLogGroup,
  anyStream,
  authEvents,
  constraint,
  get,
  notification,
  oneError,
  rejectedSet,
  set,
  toBucket,
  toGroup,
  toStream,
} from './log-delivery-steps.ts';

/** The requests that Cognito rejects, with their errors. */
export const logDeliveryRejections: readonly ContractCase[] = [
  {
    name: 'SetLogDeliveryConfiguration rejects an unknown level before it reads the pool',
    source: measured('shape-checks'),
    steps: [
      rejectedSet(
        [notification(undefined, 'TRACE')],
        'InvalidParameterException',
        `${oneError}Value 'TRACE' at 'logConfigurations.1.member.logLevel' ${constraint} satisfy enum value set: [ERROR, INFO]`,
      ),
    ],
  },
  {
    name: 'SetLogDeliveryConfiguration rejects an unknown event source in the second entry and reports its position as 2',
    source: measured('shape-checks'),
    steps: [
      rejectedSet(
        [notification(), { ...notification(), EventSource: 'x' }],
        'InvalidParameterException',
        `${oneError}Value 'x' at 'logConfigurations.2.member.eventSource' ${constraint} satisfy enum value set: [userAuthEvents, userNotification]`,
      ),
    ],
  },
  {
    name: 'SetLogDeliveryConfiguration rejects a request without a list',
    source: measured('shape-checks'),
    steps: [
      {
        call: set,
        send: { UserPoolId: '<missing>' },
        response: {
          error: 'InvalidParameterException',
          message: `${oneError}Value null at 'logConfigurations' ${constraint} not be null`,
        },
      },
    ],
  },
  {
    name: 'SetLogDeliveryConfiguration reports the errors of several members in one message',
    source: measured('shape-checks'),
    steps: [
      {
        call: set,
        send: {
          UserPoolId: '<missing>',
          LogConfigurations: [{ ...notification(), LogLevel: 'X', EventSource: 'Y' }],
        },
        response: {
          error: 'InvalidParameterException',
          message: `2 validation errors detected: Value 'X' at 'logConfigurations.1.member.logLevel' ${constraint} satisfy enum value set: [ERROR, INFO]; Value 'Y' at 'logConfigurations.1.member.eventSource' ${constraint} satisfy enum value set: [userAuthEvents, userNotification]`,
        },
      },
    ],
  },
  {
    name: 'SetLogDeliveryConfiguration rejects an entry without level and event source',
    source: modelled('log-delivery-shapes'),
    steps: [
      {
        call: set,
        send: { UserPoolId: '<missing>', LogConfigurations: [toGroup(anyLogGroup)] },
        response: {
          error: 'InvalidParameterException',
          message: {
            contains: `Value null at 'logConfigurations.1.member.eventSource' ${constraint} not be null`,
          },
        },
      },
    ],
  },
  ...[{}, { CloudWatchLogsConfiguration: {} }, { S3Configuration: {} }, { FirehoseConfiguration: {} }].map(
    (destination): ContractCase => ({
      name: `SetLogDeliveryConfiguration rejects an entry with the destination ${JSON.stringify(destination)} after the shape checks`,
      source: measured('entry-checks'),
      steps: [
        rejectedSet(
          [notification(destination)],
          'InvalidParameterException',
          'Request validation Failed. Following event sources in request have no destination: [userNotification].',
          '<essentials>',
        ),
      ],
    }),
  ),
  {
    name: 'SetLogDeliveryConfiguration rejects an event source that appears twice',
    source: measured('entry-checks'),
    steps: [
      rejectedSet(
        [notification(), notification(toGroup(`${anyLogGroup}y`))],
        'InvalidParameterException',
        'Request validation Failed. Following event sources appear more then once in a request: [userNotification].',
        '<essentials>',
      ),
    ],
  },
  {
    name: 'SetLogDeliveryConfiguration rejects a log group ARN that ends in :*, the form that CloudFormation returns',
    source: documented('log-group-wildcard'),
    steps: [
      {
        call: set,
        send: { UserPoolId: '<missing>', LogConfigurations: [notification(toGroup(`${anyLogGroup}:*`))] },
        response: {
          error: 'InvalidParameterException',
          message: {
            contains: `Value '${anyLogGroup}:*' at 'logConfigurations.1.member.cloudWatchLogsConfiguration.logGroupArn' ${constraint} satisfy regular expression pattern`,
          },
        },
      },
    ],
  },
  ...[`x${anyLogGroup}`, `${anyLogGroup} `, `${anyLogGroup}:a:b:c`, `${anyLogGroup}\n`].map(
    (arn): ContractCase => ({
      name: `SetLogDeliveryConfiguration matches the whole ARN with the pattern and rejects ${JSON.stringify(arn)}`,
      source: modelled('arn-patterns'),
      steps: [rejectedSet([notification(toGroup(arn))], 'InvalidParameterException')],
    }),
  ),
  ...[
    ['a string instead of the list', 'x'],
    ['a number in the list', [1]],
    ['a number instead of the level', [{ ...notification(), LogLevel: 1 }]],
    ['a list instead of a destination', [{ ...notification(), CloudWatchLogsConfiguration: [] }]],
    [
      'a boolean instead of an ARN',
      [{ ...notification(), CloudWatchLogsConfiguration: { LogGroupArn: true } }],
    ],
  ].map(
    ([name, list]): ContractCase => ({
      name: `SetLogDeliveryConfiguration rejects ${name} with SerializationException`,
      source: measured('error-cases'),
      steps: [rejectedSet(list, 'SerializationException')],
    }),
  ),
  {
    name: 'SetLogDeliveryConfiguration and GetLogDeliveryConfiguration report an unknown pool',
    source: measured('error-cases'),
    steps: [
      rejectedSet([notification()], 'ResourceNotFoundException'),
      { call: get, send: { UserPoolId: '<missing>' }, response: { error: 'ResourceNotFoundException' } },
    ],
  },
  {
    name: 'SetLogDeliveryConfiguration reports an unknown pool before an entry without a destination',
    source: unverified('entry-checks'),
    steps: [rejectedSet([notification({})], 'ResourceNotFoundException')],
  },
  {
    name: 'SetLogDeliveryConfiguration rejects userNotification with the level INFO',
    source: unverified('level-enforcement'),
    steps: [
      rejectedSet([notification(undefined, 'INFO')], 'InvalidParameterException', undefined, '<essentials>'),
    ],
  },
  {
    name: 'SetLogDeliveryConfiguration rejects userAuthEvents with the level ERROR',
    source: unverified('level-enforcement'),
    steps: [rejectedSet([authEvents(undefined, 'ERROR')], 'InvalidParameterException', undefined, '<plus>')],
  },
  {
    name: 'SetLogDeliveryConfiguration rejects two destinations in one entry',
    source: documented('level-enforcement'),
    steps: [
      rejectedSet(
        [authEvents({ ...toStream(anyStream), ...toGroup(anyLogGroup) })],
        'InvalidParameterException',
        undefined,
        '<plus>',
      ),
    ],
  },
  ...[toBucket('arn:aws:s3:::x'), toStream(anyStream)].map(
    (destination): ContractCase => ({
      name: `SetLogDeliveryConfiguration rejects userNotification with the destination ${JSON.stringify(destination)}`,
      source: documented('event-sources'),
      steps: [
        rejectedSet([notification(destination)], 'InvalidParameterException', undefined, '<essentials>'),
      ],
    }),
  ),
];
