import { parseFilterPattern } from '../../../local/services/logs/filter-pattern.ts';

const content = {
  text: 'a*b',
  name: 'us-east-1_abc',
  number: 3,
  yes: true,
  none: null,
  inner: { 'with-dash': 'x', list: ['first', { deep: 2 }] },
  'odd.name': 'y',
};

test.each([
  ['', true],
  ['{ $.name = "us-east-1_abc" }', true],
  ['{$.name="us-east-1_abc"}', true],
  ['{ $.name = us-east-1_abc }', true],
  ['{ $.name = "us-east-1_ab" }', false],
  ['{ $.name != "us-east-1_ab" }', true],
  ['{ $.name = "us-*_abc" }', true],
  ['{ $.name = "*" }', true],
  ['{ $.name = "*east*a*" }', true],
  ['{ $.name = "us*us*" }', false],
  ['{ $.name = "us-east-1_abc*abc" }', false],
  ['{ $.name != "us-*" }', false],
  ['{ $.name = west* }', false],
  ['{ $.number = 3 }', true],
  ['{ $.number = 3.0 }', true],
  ['{ $.number = "3" }', false],
  ['{ $.number != 3 }', false],
  ['{ $.number > 2 && $.number < 3.5 }', true],
  ['{ $.number >= 3 && $.number <= 3 }', true],
  ['{ $.number > 3 || $.number < 3 }', false],
  ['{ $.name > 3 }', false],
  ['{ $.number = 1 || $.number = 3 && $.name = "x" }', false],
  ['{ $.number = 3 || $.number = 1 && $.name = "x" }', true],
  ['{ ($.number = 3 || $.number = 1) && $.name = "x" }', false],
  ['{ (($.number = 3) && ($.name = "us*")) }', true],
  ['{ $.inner.with-dash = "x" }', true],
  ['{ $.inner.list[0] = "first" }', true],
  ['{ $.inner.list[1].deep = 2 }', true],
  ['{ $["odd.name"] = "y" }', true],
  ['{ $.missing = "x" }', false],
  ['{ $.missing != "x" }', false],
  ['{ $.name.length = 13 }', false],
  ['{ $.toString != "x" }', false],
  ['{ $.none = "null" }', false],
  ['{ $.text = "a\\"b" }', false],
])('matches a message with %s: %s', (pattern, expected) => {
  expect(parseFilterPattern(pattern)(content)).toBe(expected);
});

test.each([
  'ERROR',
  '"ERROR"',
  '[a, b]',
  '%regex%',
  '{ }',
  '{ $.a }',
  '{ $.a = }',
  '{ $.a = "x"',
  '{ $.a = "x } ',
  '{ $.a = "x" } more',
  '{ $.a = "x" && }',
  '{ ($.a = "x" }',
  '{ $.a IS NULL }',
  '{ $.a NOT EXISTS }',
  '{ $.a > "x" }',
  '{ $.a[*] = "x" }',
  '{ "x" = $.a }',
  '{ $ = "x" }',
  '{ $.a = $.b }',
])('rejects the pattern %s and names it', (pattern) => {
  expect(() => parseFilterPattern(pattern)).toThrow(
    expect.objectContaining({
      name: 'InvalidParameterException',
      message: expect.stringContaining(pattern),
    }),
  );
});

test('matches a text with many wildcards in linear time', () => {
  const matches = parseFilterPattern(`{ $.text = "${'a*'.repeat(400)}c" }`);
  const start = performance.now();
  expect(matches({ text: 'a'.repeat(100_000) })).toBe(false);
  expect(performance.now() - start).toBeLessThan(500);
});
