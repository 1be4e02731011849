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

test('a SecureString freezes too', () => {
  expect(parseFreeze({ ...parameter('AQICAHh'), type: 'SecureString' })).toEqual({
    issue: 'The type of the parameter is SecureString. Expected String.',
  });
});
