import { sameDesired } from '../../lib/domain/desired.ts';
import { valid } from '../support/situation.ts';

test('compares two parsed parameters by their content', () => {
  const invalid = (found: string) =>
    ({ kind: 'Invalid', issues: [{ path: '', found, expected: 'JSON' }] }) as const;
  expect(sameDesired(valid(), valid())).toBe(true);
  expect(sameDesired(valid(), valid({ OnDelete: 'Clear' }))).toBe(false);
  expect(sameDesired(valid(), valid({ LogConfigurations: [] }))).toBe(false);
  expect(sameDesired(valid(), valid({ Inherit: true }))).toBe(false);
  expect(sameDesired(valid({ Inherit: true }), valid({ Inherit: true }))).toBe(true);
  expect(sameDesired(valid(), { kind: 'Absent' })).toBe(false);
  expect(sameDesired({ kind: 'Absent' }, { kind: 'Absent' })).toBe(true);
  expect(sameDesired(invalid('a'), invalid('a'))).toBe(true);
  expect(sameDesired(invalid('a'), invalid('b'))).toBe(false);
});
