import { sameDesired } from '../../lib/domain/desired.ts';
import { stated } from '../support/situation.ts';

test('two readings of a parameter want the same, whatever their versions', () => {
  const rejected = (found: string) =>
    ({ kind: 'Invalid', faults: [{ path: '', found, expected: 'JSON' }] }) as const;
  expect(sameDesired(stated(), stated())).toBe(true);
  expect(sameDesired(stated(), stated({ OnDelete: 'Clear' }))).toBe(false);
  expect(sameDesired(stated(), stated({ LogConfigurations: [] }))).toBe(false);
  expect(sameDesired(stated(), { kind: 'Absent' })).toBe(false);
  expect(sameDesired({ kind: 'Absent' }, { kind: 'Absent' })).toBe(true);
  expect(sameDesired(rejected('a'), rejected('a'))).toBe(true);
  expect(sameDesired(rejected('a'), rejected('b'))).toBe(false);
});
