import type { AwsEvent } from '../../../../local/core/events.ts';
import { compilePattern } from '../../../../local/services/events/rules/pattern.ts';

const event = (detail: unknown): AwsEvent => ({
  version: '0',
  id: '1',
  'detail-type': 'T',
  source: 's',
  account: '123456789012',
  time: '2026-11-23T00:00:00Z',
  region: 'eu-west-1',
  resources: ['r1', 'r2'],
  detail,
});

const matches = (pattern: unknown, detail: unknown) => compilePattern({ detail: pattern })(event(detail));

test.each([
  ['an equal value', { a: ['x'] }, { a: 'x' }, { a: 'y' }],
  ['a number, which differs from a string', { a: [1] }, { a: 1 }, { a: '1' }],
  ['null', { a: [null] }, { a: null }, {}],
  ['one of several values', { a: ['x', 'y'] }, { a: 'y' }, { a: 'z' }],
  ['every field of the pattern', { a: ['x'], b: ['y'] }, { a: 'x', b: 'y' }, { a: 'x' }],
  ['a nested field', { a: { b: ['x'] } }, { a: { b: 'x' } }, { a: 'x' }],
  ['a member of a list', { a: ['x'] }, { a: ['w', 'x'] }, { a: ['w'] }],
  ['prefix', { a: [{ prefix: 'x' }] }, { a: 'xy' }, { a: 'yx' }],
  ['suffix', { a: [{ suffix: 'x' }] }, { a: 'yx' }, { a: 'xy' }],
  ['equals-ignore-case', { a: [{ 'equals-ignore-case': 'X' }] }, { a: 'x' }, { a: 'xx' }],
  ['wildcard', { a: [{ wildcard: 'x*.y' }] }, { a: 'xz.y' }, { a: 'xzzy' }],
  ['exists', { a: [{ exists: true }] }, { a: null }, {}],
  ['exists: false', { a: [{ exists: false }] }, { b: 1 }, { a: 1 }],
  ['numeric', { a: [{ numeric: ['>', 1, '<=', 3] }] }, { a: 3 }, { a: 1 }],
  ['anything but one value', { a: [{ 'anything-but': 'x' }] }, { a: 'y' }, { a: 'x' }],
  ['anything but several values', { a: [{ 'anything-but': ['x', 'y'] }] }, { a: 'z' }, { a: 'y' }],
  ['anything but a prefix', { a: [{ 'anything-but': { prefix: 'x' } }] }, { a: 'y' }, { a: 'xy' }],
  ['anything but a value, where the field must exist', { a: [{ 'anything-but': 'x' }] }, { a: 'y' }, {}],
  ['$or of two patterns', { $or: [{ a: ['x'] }, { b: ['y'] }] }, { b: 'y' }, { a: 'y', b: 'x' }],
  ['$or together with another field', { c: [1], $or: [{ a: [1] }, { b: [1] }] }, { b: 1, c: 1 }, { b: 1 }],
])('matches %s', (_, pattern, matching, other) => {
  expect(matches(pattern, matching)).toBe(true);
  expect(matches(pattern, other)).toBe(false);
});

test('matches fields of the envelope like fields of the detail', () => {
  const withSource = (source: string) => compilePattern({ source: [source], resources: ['r2'] });
  expect(withSource('s')(event({}))).toBe(true);
  expect(withSource('t')(event({}))).toBe(false);
});

test('$or with `exists: false` matches an event without the whole path', () => {
  const arn = (matcher: unknown) => ({ userIdentity: { sessionContext: { arn: [matcher] } } });
  const pattern = { $or: [arn({ 'anything-but': ['ours'] }), arn({ exists: false })] };
  expect(matches(pattern, { userIdentity: { type: 'Root' } })).toBe(true);
  expect(matches(pattern, { userIdentity: { sessionContext: { arn: 'theirs' } } })).toBe(true);
  expect(matches(pattern, { userIdentity: { sessionContext: { arn: 'ours' } } })).toBe(false);
});

test.each([
  ['a value client a list', { a: 'x' }, 'detail.a: expected an object or a list'],
  ['an unknown operator', { a: [{ cidr: '10.0.0.0/8' }] }, 'detail.a: operator cidr is not supported'],
  ['two operators in one object', { a: [{ prefix: 'x', suffix: 'y' }] }, 'detail.a: expected one operator'],
  ['an unknown anything-but', { a: [{ 'anything-but': { cidr: 'x' } }] }, 'anything-but cidr'],
  ['an $or of one pattern', { $or: [{ a: ['x'] }] }, 'detail.$or: expected a list of at least two patterns'],
  ['an unknown comparison', { a: [{ numeric: ['!=', 1] }] }, 'numeric ["!=",1] is not supported'],
  ['a prefix that is not a string', { a: [{ prefix: 1 }] }, 'detail.a: prefix'],
])('rejects %s and names it in the error', (_, pattern, message) => {
  expect(() => compilePattern({ detail: pattern })).toThrow(message);
});
