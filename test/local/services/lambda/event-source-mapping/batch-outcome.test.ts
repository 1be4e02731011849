import { batchOutcome } from '../../../../../local/services/lambda/event-source-mapping/batch-outcome.ts';

const ids = new Set(['a', 'b', 'c']);
const outcomeOf = (payload: string) => batchOutcome({ statusCode: 200, payload }, ids, true);
const failures = (...itemIdentifiers: unknown[]) =>
  JSON.stringify({ batchItemFailures: itemIdentifiers.map((itemIdentifier) => ({ itemIdentifier })) });

test.each(['', 'null', '{}', '{"batchItemFailures":null}', '{"batchItemFailures":[]}', '{"other":1}'])(
  'deletes all messages when the function returns %j',
  (payload) => {
    expect(outcomeOf(payload)).toEqual({ stays: 'none' });
  },
);

test('keeps each message that the response names, also one that is named twice', () => {
  expect(outcomeOf(failures('b', 'c', 'b'))).toEqual({ stays: 'some', messageIds: new Set(['b', 'c']) });
});

test.each([
  ['{', 'the answer is no batch response'],
  ['"text"', 'the answer is no batch response'],
  ['[]', 'the answer is no batch response'],
  ['{"batchItemFailures":{}}', 'the answer is no batch response'],
  ['{"batchItemFailures":["a"]}', 'the answer is no batch response'],
  ['{"batchItemFailures":[{"id":"a"}]}', 'the answer is no batch response'],
  [failures(null), 'the answer is no batch response'],
  [failures('a', ''), 'no message of the batch is ""'],
  [failures('a', 'x'), 'no message of the batch is "x"'],
])('keeps all messages when the function returns %j', (payload, why) => {
  expect(outcomeOf(payload)).toEqual({ stays: 'all', why });
});

test('keeps all messages after a function error, whether or not failures are reported', () => {
  for (const report of [true, false])
    expect(batchOutcome({ statusCode: 200, payload: '{}', functionError: 'Unhandled' }, ids, report)).toEqual(
      { stays: 'all', why: 'the function failed' },
    );
});

test('ignores the response of the function without ReportBatchItemFailures', () => {
  expect(batchOutcome({ statusCode: 200, payload: failures('a') }, ids, false)).toEqual({ stays: 'none' });
});
