import { type ContractCase, documented, measured, unverified } from '../case.ts';
import {
  authEvents,
  clear,
  get,
  hasConfiguration,
  notification,
  rejectedSet,
  set,
  toBucket,
  toGroup,
  toStream,
  validEntry,
} from './log-delivery-steps.ts';

export const logDelivery: readonly ContractCase[] = [
  {
    name: 'SetLogDeliveryConfiguration replaces the whole list, and [] clears it',
    source: measured('set-replaces-list'),
    steps: [
      clear('<plus>'),
      hasConfiguration('<plus>', []),
      {
        call: set,
        send: { UserPoolId: '<plus>', LogConfigurations: [validEntry] },
        response: {
          body: { LogDeliveryConfiguration: { UserPoolId: '<plus>', LogConfigurations: [validEntry] } },
        },
      },
      hasConfiguration('<plus>', [validEntry]),
      { call: set, send: { UserPoolId: '<plus>', LogConfigurations: [authEvents(toGroup('<logGroup>'))] } },
      hasConfiguration('<plus>', [authEvents(toGroup('<logGroup>'))]),
      clear('<plus>'),
      hasConfiguration('<plus>', []),
    ],
  },
  {
    name: 'GetLogDeliveryConfiguration returns [] when nothing is set',
    source: measured('set-replaces-list'),
    steps: [clear('<essentials>'), hasConfiguration('<essentials>', [])],
  },
  {
    name: 'GetLogDeliveryConfiguration returns two entries in any order',
    source: measured('entry-order'),
    steps: [
      {
        call: set,
        send: { UserPoolId: '<plus>', LogConfigurations: [authEvents(toStream('<stream>')), validEntry] },
      },
      hasConfiguration('<plus>', [validEntry, authEvents(toStream('<stream>'))]),
      clear('<plus>'),
    ],
  },
  {
    name: 'SetLogDeliveryConfiguration accepts userAuthEvents with a bucket',
    source: documented('event-sources'),
    steps: [
      { call: set, send: { UserPoolId: '<plus>', LogConfigurations: [authEvents(toBucket('<bucket>'))] } },
      hasConfiguration('<plus>', [authEvents(toBucket('<bucket>'))]),
      clear('<plus>'),
    ],
  },
  ...(['<lite>', '<essentials>', '<plus>'] as const).map(
    (pool): ContractCase => ({
      name: `SetLogDeliveryConfiguration accepts userNotification with a log group on a pool of the tier ${pool}`,
      source: documented('event-sources'),
      steps: [
        { call: set, send: { UserPoolId: pool, LogConfigurations: [validEntry] } },
        hasConfiguration(pool, [validEntry]),
        clear(pool),
      ],
    }),
  ),
  ...(['<lite>', '<essentials>'] as const).map(
    (pool): ContractCase => ({
      name: `SetLogDeliveryConfiguration rejects userAuthEvents on a pool of the tier ${pool} and changes nothing`,
      source: measured('error-cases'),
      steps: [
        clear(pool),
        rejectedSet([authEvents()], 'FeatureUnavailableInTierException', undefined, pool),
        hasConfiguration(pool, []),
      ],
    }),
  ),
  {
    name: 'A rejected request leaves the stored configuration unchanged',
    source: measured('rejection-changes-nothing'),
    steps: [
      { call: set, send: { UserPoolId: '<essentials>', LogConfigurations: [validEntry] } },
      rejectedSet([notification({})], 'InvalidParameterException', undefined, '<essentials>'),
      rejectedSet([notification(toGroup('x'))], 'InvalidParameterException', undefined, '<essentials>'),
      rejectedSet('x', 'SerializationException', undefined, '<essentials>'),
      hasConfiguration('<essentials>', [validEntry]),
      clear('<essentials>'),
    ],
  },
  {
    name: 'SetLogDeliveryConfiguration accepts userAuthEvents on a pool of the tier <plus> without threat protection',
    source: unverified('threat-protection'),
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
    name: 'GetLogDeliveryConfiguration ignores an unknown member of the request',
    source: unverified('bad-input'),
    steps: [{ call: get, send: { UserPoolId: '<essentials>', Unknown: { of: 1 } } }],
  },
  {
    name: 'SetLogDeliveryConfiguration treats a null member as absent',
    source: unverified('bad-input'),
    steps: [
      {
        call: set,
        send: { UserPoolId: '<essentials>', LogConfigurations: [{ ...validEntry, S3Configuration: null }] },
      },
      hasConfiguration('<essentials>', [validEntry]),
      clear('<essentials>'),
    ],
  },
];
