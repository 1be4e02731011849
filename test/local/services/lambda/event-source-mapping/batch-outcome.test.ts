import { batchOutcome } from '../../../../../local/services/lambda/event-source-mapping/batch-outcome.ts';

const ids = new Set(['a', 'b', 'c']);
const outcomeOf = (payload: string) => batchOutcome({ statusCode: 200, payload }, ids, true);
const failures = (...itemIdentifiers: unknown[]) =>
  JSON.stringify({ batchItemFailures: itemIdentifiers.map((itemIdentifier) => ({ itemIdentifier })) });

test.each(['', 'null', '{}', '{"batchItemFailures":null}', '{"batchItemFailures":[]}', '{"other":1}'])(
  'deletes all messages when the function returns %j',
  (payload) => {
    expect(outcomeOf(payload)).toEqual({ failed: 'none' });
  },
);

test('keeps each message that the response names, also one that is named twice', () => {
  expect(outcomeOf(failures('b', 'c', 'b'))).toEqual({ failed: 'some', messageIds: new Set(['b', 'c']) });
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
])('keeps all messages when the function returns %j', (payload, reason) => {
  expect(outcomeOf(payload)).toEqual({ failed: 'all', reason });
});

test('keeps all messages after a function error, whether or not failures are reported', () => {
  for (const report of [true, false])
    expect(batchOutcome({ statusCode: 200, payload: '{}', functionError: 'Unhandled' }, ids, report)).toEqual(
      { failed: 'all', reason: 'the function failed' },
    );
});

test('ignores the response of the function without ReportBatchItemFailures', () => {
  expect(batchOutcome({ statusCode: 200, payload: failures('a') }, ids, false)).toEqual({ failed: 'none' });
});
