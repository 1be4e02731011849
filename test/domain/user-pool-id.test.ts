import {
  creationRegion,
  isUserPoolId,
  parameterName,
  userPoolIdFromName,
} from '../../lib/domain/user-pool-id.ts';
import { POOL } from '../support/situation.ts';

test.each([
  ['eu-west-1_aBc123', true],
  ['eu-west-1', false],
  ['_a', false],
  ['eu-west-1_a!', false],
  [`eu-west-1_${'a'.repeat(45)}`, true],
  [`eu-west-1_${'a'.repeat(46)}`, false],
])('accepts %s as a user pool ID: %s', (id, isValid) => {
  expect(isUserPoolId(id)).toBe(isValid);
});

test('returns the pool ID in a parameter name, or undefined for other names', () => {
  expect(userPoolIdFromName('/p', `/p/pools/${POOL}`)).toBe(POOL);
  expect(userPoolIdFromName('/p', parameterName('/p', POOL))).toBe(POOL);
  for (const name of [
    `/p/pools/${POOL}/x`,
    `/p/${POOL}`,
    `/q/pools/${POOL}`,
    '/p/pools/none',
    `/p/pools/a/${POOL}`,
  ])
    expect(userPoolIdFromName('/p', name)).toBeUndefined();
});

test.each([
  ['us-gov-west-1_a', 'us-gov-west-1'],
  ['eusc-de-east-1_a', 'eusc-de-east-1'],
  ['us-isob-east-1_a', 'us-isob-east-1'],
  ['my-pool_a', undefined],
  ['eu_west_1_a', undefined],
])('returns the Region in which %s was created, if its ID names one: %s', (id, region) => {
  expect(creationRegion(id)).toBe(region);
});
