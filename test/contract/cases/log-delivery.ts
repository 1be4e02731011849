import { type ContractCase, documented, measured, unverified } from '../case.ts';
import {
  authEvents,
  clear,
  get,
  holds,
  notification,
  real,
  refused,
  set,
  toBucket,
  toGroup,
  toStream,
} from './log-delivery-steps.ts';

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
