import { boundReasons } from '../../lib/domain/decide/bounded-reasons.ts';

/** So many reasons of such a length. */
const reasons = (count: number, length: number): string[] => Array(count).fill('x'.repeat(length));

test('reasons that fit are kept as they are', () => {
  expect(boundReasons([])).toEqual([]);
  expect(boundReasons(reasons(4, 1000))).toEqual(reasons(4, 1000));
});

test('a long reason ends with a sign that more was said', () => {
  expect(boundReasons(['y'.repeat(1001)])).toEqual([`${'y'.repeat(999)}…`]);
});

test('of too many the first are kept, and how many more there are is said', () => {
  // 40 of 100 are 4,000 characters: one more, and room is needed for the line that says so.
  expect(boundReasons(reasons(40, 100))).toEqual(reasons(40, 100));
  expect(boundReasons(reasons(41, 100))).toEqual([...reasons(39, 100), 'and 2 more']);
  // 79 of 50 end just where the room for that line begins.
  expect(boundReasons(reasons(81, 50))).toEqual([...reasons(79, 50), 'and 2 more']);
});
