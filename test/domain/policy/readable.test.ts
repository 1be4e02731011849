import { parsePolicy } from '../../../lib/domain/policy/parse.ts';
import { parameter, settings, toLogGroup, toStream } from '../../support/situation.ts';

const readableOf = (value: unknown) => {
  const parsed = parsePolicy(parameter(value), 'audit', settings);
  return parsed.kind === 'Invalid' ? parsed.readable : 'valid';
};
const select = { Tags: { env: ['prod'] }, Names: null, Exclude: { Ids: ['eu-west-1_a'], Tags: null } };
const policy = (over: object = {}) => ({ Select: select, LogConfigurations: [toStream()], ...over });
const badArn = { ...toStream(), FirehoseConfiguration: { StreamArn: '<pool>' } };

test('an invalid policy has defaults in its readable part', () => {
  expect(readableOf(policy({ LogConfigurations: [badArn] }))).toEqual({
    Precedence: 'Default',
    Priority: 100,
    Select: { Tags: { env: ['prod'] }, Exclude: { Ids: ['eu-west-1_a'] } },
    Mode: 'Enforce',
    sources: ['userAuthEvents'],
  });
});

test('an optional key with the value null has its default in the readable part', () => {
  const nulls = { Precedence: null, Priority: null, Mode: null };
  expect(readableOf(policy({ ...nulls, LogConfigurations: [badArn] }))).toMatchObject({
    Precedence: 'Default',
    Priority: 100,
    Mode: 'Enforce',
  });
});

test.each<[string, object]>([
  ['an ARN', { LogConfigurations: [toLogGroup(), badArn] }],
  [
    'a destination',
    { LogConfigurations: [toLogGroup(), { EventSource: 'userAuthEvents', LogLevel: 'INFO' }] },
  ],
  ['a level', { LogConfigurations: [toLogGroup(), { ...toStream(), LogLevel: 'WARN' }] }],
  ['OnDelete', { LogConfigurations: [toLogGroup(), toStream()], OnDelete: 'Keep' }],
  ['Rollout', { LogConfigurations: [toLogGroup(), toStream()], Rollout: { Waves: [] } }],
  [
    'an unknown key of an entry that is also a key of a policy',
    { LogConfigurations: [toLogGroup(), { ...toStream(), Mode: 'Observe' }] },
  ],
  [
    'an unknown key of Rollout that is also a key of a policy',
    { LogConfigurations: [toLogGroup(), toStream()], Rollout: { LogConfigurations: [] } },
  ],
  ['an unknown key', { LogConfigurations: [toLogGroup(), toStream()], Owner: 'web' }],
])('an error in %s leaves the ownership readable', (_, over) => {
  expect(
    readableOf(policy({ Precedence: 'Mandatory', Priority: 5, Mode: 'Observe', ...over })),
  ).toMatchObject({
    Precedence: 'Mandatory',
    Priority: 5,
    Mode: 'Observe',
    sources: ['userNotification', 'userAuthEvents'],
  });
});

test.each<[string, object]>([
  ['a missing Select', { Select: undefined }],
  ['a criterion', { Select: { Ids: ['shop'] } }],
  ['a misspelled criterion', { Select: { Tag: { a: ['b'] } } }],
  ['a misspelled Select', { select }],
  ['a criterion at the top level', { exclude: { Ids: ['eu-west-1_a'] } }],
  ['an impossible selection', { Select: { Tiers: ['LITE'] } }],
  ['an impossible selection and an ARN', { Select: { Tiers: ['LITE'] }, LogConfigurations: [badArn] }],
  ['only null in Select', { Select: { Tags: null } }],
  ['Precedence', { Precedence: 'First' }],
  ['a misspelled Precedence', { precedence: 'Mandatory' }],
  ['Priority', { Priority: 1.5 }],
  ['a misspelled Priority', { priority: 5 }],
  ['a second, misspelled list of entries', { logConfigurations: [toLogGroup()] }],
  ['Mode', { Mode: 'Off' }],
  ['a misspelled Mode', { mode: 'Observe' }],
  ['an event source', { LogConfigurations: [{ ...toStream(), EventSource: 'userSignIn' }] }],
  ['a repeated event source', { LogConfigurations: [toStream(), toStream()] }],
  ['an entry that is not an object', { LogConfigurations: [toStream(), null] }],
  ['an empty list', { LogConfigurations: [] }],
  ['the name of the list', { LogConfigurations: undefined, log_configurations: [toStream()] }],
])('an error in %s leaves nothing readable', (_, over) => {
  expect(readableOf(policy(over))).toBeUndefined();
});
