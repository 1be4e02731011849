import { freezeValue, parseFreeze } from '../../lib/domain/freeze.ts';
import { parameter } from '../support/situation.ts';

test('reads the reason that clr freeze writes', () => {
  expect(parseFreeze(parameter(freezeValue('incident 12')))).toEqual({ reason: 'incident 12' });
  expect(parseFreeze(parameter('\ufeff{"Reason":"x","Ticket":7}'))).toEqual({ reason: 'x' });
});

test.each([
  ['', 'The value is not valid JSON. Expected {"Reason": "TEXT"}.'],
  ['off', 'The value is not valid JSON. Expected {"Reason": "TEXT"}.'],
  ['false', 'The value is not a JSON object. Expected {"Reason": "TEXT"}.'],
  ['{"Frozen":false}', 'The value contains no reason. Expected {"Reason": "TEXT"}.'],
  ['{"Reason":""}', 'The value contains no reason. Expected {"Reason": "TEXT"}.'],
])('the value %j freezes too, and the issue says what is wrong with it', (value, issue) => {
  expect(parseFreeze(parameter(value))).toEqual({ issue });
});

test('the first version shows when the service was frozen, and a later one only changes the reason', () => {
  const modifiedAt = '2026-03-01T12:00:00.000Z';
  const freeze = (version: number) => parseFreeze(parameter(freezeValue('x'), { version, modifiedAt }));
  expect(freeze(1)).toEqual({ reason: 'x', createdAt: modifiedAt });
  expect(freeze(2)).toEqual({ reason: 'x' });
});

test('a SecureString freezes too', () => {
  expect(parseFreeze({ ...parameter('AQICAHh'), type: 'SecureString' })).toEqual({
    issue: 'The type of the parameter is SecureString. Expected String.',
  });
});
