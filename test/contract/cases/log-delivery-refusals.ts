import { type ContractCase, documented, measured, modelled, unverified } from '../case.ts';
import {
  authEvents,
  constraint,
  get,
  notification,
  oneFault,
  refused,
  set,
  someGroup,
  someStream,
  toBucket,
  toGroup,
  toStream,
} from './log-delivery-steps.ts';

/** What the service refuses, and how it says so. */
export const logDeliveryRefusals: readonly ContractCase[] = [
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
];
