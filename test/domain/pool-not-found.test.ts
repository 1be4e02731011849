import { otherRegion, poolNotFoundText } from '../../lib/domain/pool-not-found.ts';

const here = { account: '123456789012', region: 'us-west-2' };

test('names the account and the Region in which a pool was not found', () => {
  expect(poolNotFoundText('us-west-2_a', here)).toBe(
    'User pool us-west-2_a does not exist in us-west-2 (account 123456789012).',
  );
});

test('names the Region in which the pool was created if that is another one', () => {
  expect(poolNotFoundText('us-east-1_a', here)).toBe(
    'User pool us-east-1_a does not exist in us-west-2 (account 123456789012), and has no replica there. Its ID names the Region us-east-1.',
  );
});

test('names no other Region when the ID contains none', () => {
  expect(otherRegion('us-west-2_a', 'us-west-2')).toBeUndefined();
  expect(otherRegion('shop_a', 'us-west-2')).toBeUndefined();
  expect(otherRegion('us-east-1_a', 'us-west-2')).toBe('us-east-1');
});
