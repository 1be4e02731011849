import { batchOutcome } from '../../../../../local/services/lambda/event-source-mapping/batch-outcome.ts';

const ids = new Set(['a', 'b', 'c']);
const answered = (payload: string) => batchOutcome({ statusCode: 200, payload }, ids, true);
const failures = (...itemIdentifiers: unknown[]) =>
  JSON.stringify({ batchItemFailures: itemIdentifiers.map((itemIdentifier) => ({ itemIdentifier })) });

test.each(['', 'null', '{}', '{"batchItemFailures":null}', '{"batchItemFailures":[]}', '{"other":1}'])(
  'the answer %j lets nothing stay',
  (payload) => {
    expect(answered(payload)).toEqual({ failed: 'none' });
  },
);

test('what is named stays, once however often it is named', () => {
  expect(answered(failures('b', 'c', 'b'))).toEqual({ failed: 'some', messageIds: new Set(['b', 'c']) });
});

test.each([
  ['{', 'the response is not a valid batch response'],
  ['"text"', 'the response is not a valid batch response'],
  ['[]', 'the response is not a valid batch response'],
  ['{"batchItemFailures":{}}', 'the response is not a valid batch response'],
  ['{"batchItemFailures":["a"]}', 'the response is not a valid batch response'],
  ['{"batchItemFailures":[{"id":"a"}]}', 'the response is not a valid batch response'],
  [failures(null), 'the response is not a valid batch response'],
  [failures('a', ''), '"" is not a message of the batch'],
  [failures('a', 'x'), '"x" is not a message of the batch'],
])('at the answer %j all stays', (payload, why) => {
  expect(answered(payload)).toEqual({ failed: 'all', reason: why });
});

test('at an error of the function all stays, whatever it answered', () => {
  for (const report of [true, false])
    expect(batchOutcome({ statusCode: 200, payload: '{}', functionError: 'Unhandled' }, ids, report)).toEqual(
      { failed: 'all', reason: 'the function failed' },
    );
});

test('without ReportBatchItemFailures the answer says nothing', () => {
  expect(batchOutcome({ statusCode: 200, payload: failures('a') }, ids, false)).toEqual({ failed: 'none' });
});
