import fc from 'fast-check';
import { parameterName, poolArn } from '../../lib/domain/user-pool-id.ts';
import { POOL, settings } from './situation.ts';

const name = parameterName(settings.prefix, POOL);
const arn = poolArn(settings, POOL);

/** The documented messages of AWS and of this service. */
const REAL: readonly unknown[] = [
  {
    version: '0',
    id: '8f4f2f4c',
    source: 'aws.ssm',
    'detail-type': 'Parameter Store Change',
    time: '2026-03-01T12:00:00Z',
    resources: [`arn:aws:ssm:eu-west-1:123456789012:parameter${name}`],
    detail: { operation: 'Update', name, type: 'String' },
  },
  {
    source: 'aws.cognito-idp',
    'detail-type': 'AWS API Call via CloudTrail',
    time: '2026-03-01T12:00:00Z',
    detail: {
      eventName: 'SetLogDeliveryConfiguration',
      eventTime: '2026-03-01T12:00:00Z',
      requestParameters: { userPoolId: POOL, logConfigurations: [] },
      userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/mallory' },
    },
  },
  {
    source: 'aws.cognito-idp',
    'detail-type': 'AWS API Call via CloudTrail',
    detail: {
      eventName: 'CreateUserPool',
      requestParameters: { poolName: 'shop' },
      responseElements: { userPool: { id: POOL, name: 'shop' } },
    },
  },
  {
    source: 'aws.cognito-idp',
    'detail-type': 'AWS API Call via CloudTrail',
    detail: { eventName: 'TagResource', requestParameters: { resourceArn: arn, tags: { env: 'prod' } } },
  },
  {
    source: 'aws.tag',
    'detail-type': 'Tag Change on Resource',
    resources: [arn],
    detail: { 'changed-tag-keys': ['env'], service: 'cognito-idp', 'resource-type': 'userpool' },
  },
  { Kind: 'Sweep', UserPoolId: POOL, SweepId: '2026-03-01T12:00:00.000Z', Held: false },
  { Kind: 'Sweep', UserPoolId: POOL, SweepId: '2026-03-01T12:00:00.000Z', Held: false, ConfirmFacts: true },
  { Kind: 'Recheck', UserPoolId: POOL, EditedAt: '2026-03-01T12:00:00Z' },
];

const isParent = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Returns the value with its n-th member, counted from the outside, replaced. */
function withMember(value: unknown, number: number, other: unknown): unknown {
  let left = number;
  const walk = (member: unknown): unknown => {
    left -= 1;
    if (left === -1) return other;
    if (Array.isArray(member)) return member.map(walk);
    if (!isParent(member)) return member;
    return Object.fromEntries(Object.entries(member).map(([key, inner]) => [key, walk(inner)]));
  };
  return walk(value);
}

/** SQS accepts one megabyte. */
const huge = fc
  .tuple(fc.constantFrom('x', '0', '{"a":', '[', '\\u0000', '😀'), fc.integer({ min: 1, max: 18 }))
  .map(([part, doublings]) => part.repeat(2 ** doublings).slice(0, 900_000));
const odd = fc.constantFrom(
  null,
  '',
  -1,
  1e308,
  true,
  [],
  {},
  'not a time',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '_',
  arn,
  poolArn(settings, 'eu-west-1_nobody'),
  'arn:aws:cognito-idp:::userpool/',
  'eu-west-1_',
  'us-east-1_elsewhere0',
  `${'e'.repeat(53)}_x`,
  '/cognito-log-delivery/pools/',
  '/cognito-log-delivery/pools/eu-west-1_nobody',
  '../../pools',
  '__proto__',
);
const anyMember = fc.oneof(odd, huge, fc.jsonValue(), fc.string({ unit: 'binary' }));

const mutilated: fc.Arbitrary<string> = fc
  .record({
    real: fc.constantFrom(...REAL),
    wounds: fc.array(fc.tuple(fc.nat({ max: 14 }), anyMember), { minLength: 1, maxLength: 2 }),
  })
  .map(({ real, wounds }) =>
    JSON.stringify(wounds.reduce<unknown>((event, [at, member]) => withMember(event, at, member), real)),
  );

const isText = (value: unknown): value is string => typeof value === 'string';

/** Makes one text as long as a message can be, which is longer than a record can contain. */
const stretched: fc.Arbitrary<string> = fc
  .record({ real: fc.constantFrom(...REAL), number: fc.nat({ max: 8 }) })
  .map(({ real, number }) => {
    let left = number;
    const longest = 400_000;
    return JSON.stringify(real, (_, member: unknown) => {
      if (!isText(member)) return member;
      left -= 1;
      return left === -1 ? member.repeat(Math.ceil(longest / member.length)) : member;
    });
  });

/** Truncated, with changed bytes, or inserted into another message. */
const torn: fc.Arbitrary<string> = fc
  .record({
    real: fc.constantFrom(...REAL),
    how: fc.constantFrom(
      (text: string, at: number) => text.slice(0, at),
      (text: string, at: number) => `${text.slice(0, at)}\u0000${text.slice(at + 1)}`,
      (text: string, at: number) => text.slice(at),
      (text: string) => JSON.stringify(text),
      (text: string) => `[${text},${text}]`,
      (text: string) => `\ufeff${text}`,
      (text: string, at: number) => `{"x":${'['.repeat(at * 400)}${']'.repeat(at * 400)},${text.slice(1)}`,
    ),
    at: fc.nat({ max: 200 }),
  })
  .map(({ real, how, at }) => how(JSON.stringify(real), at));

const anything: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  fc.json(),
  huge,
);

/** A message body of any shape, or one that is similar to a message that names `POOL`. */
export const anyMalformedMessage: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: mutilated },
  { weight: 2, arbitrary: stretched },
  { weight: 2, arbitrary: torn },
  { weight: 1, arbitrary: anything },
);
