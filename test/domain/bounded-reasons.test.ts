import { boundReasons } from '../../lib/domain/decide/bounded-reasons.ts';

/** Returns `count` reasons of this length. */
const reasons = (count: number, length: number): string[] => Array(count).fill('x'.repeat(length));

test('keeps reasons that fit within the limit unchanged', () => {
  expect(boundReasons([])).toEqual([]);
  expect(boundReasons(reasons(4, 1000))).toEqual(reasons(4, 1000));
});

test('shortens a reason of over 1,000 characters and ends it with an ellipsis', () => {
  expect(boundReasons(['y'.repeat(1001)])).toEqual([`${'y'.repeat(999)}…`]);
});

test('keeps the first reasons if there are too many, and adds the number of omitted ones', () => {
  // 40 reasons of 100 are 4,000 characters. With one more, the line with the number needs space.
  expect(boundReasons(reasons(40, 100))).toEqual(reasons(40, 100));
  expect(boundReasons(reasons(41, 100))).toEqual([...reasons(39, 100), 'and 2 more']);
  // 79 reasons of 50 end exactly where the space for that line begins.
  expect(boundReasons(reasons(81, 50))).toEqual([...reasons(79, 50), 'and 2 more']);
});
