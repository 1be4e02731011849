import { secondsSince } from '../../lib/reconcile/elapsed.ts';
import { later, NOON } from '../support/situation.ts';

test('returns the seconds since a time', () => {
  expect(secondsSince(NOON.toISOString(), later(3))).toBe(3);
});

test('returns 0 for a time in the future, which a clock that differs can report', () => {
  expect(secondsSince(later(60).toISOString(), NOON)).toBe(0);
});
