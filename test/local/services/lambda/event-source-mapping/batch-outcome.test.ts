import { batchOutcome } from '../../../../../local/services/lambda/event-source-mapping/batch-outcome.ts';

const ids = new Set(['a', 'b', 'c']);
const answered = (payload: string) => batchOutcome({ statusCode: 200, payload }, ids, true);
const failures = (...itemIdentifiers: unknown[]) =>
  JSON.stringify({ batchItemFailures: itemIdentifiers.map((itemIdentifier) => ({ itemIdentifier })) });

test.each(['', 'null', '{}', '{"batchItemFailures":null}', '{"batchItemFailures":[]}', '{"other":1}'])(
  'the answer %j lets nothing stay',
  (payload) => {
    expect(answered(payload)).toEqual({ stays: 'none' });
  },
);

test('what is named stays, once however often it is named', () => {
  expect(answered(failures('b', 'c', 'b'))).toEqual({ stays: 'some', messageIds: new Set(['b', 'c']) });
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
])('at the answer %j all stays', (payload, why) => {
  expect(answered(payload)).toEqual({ stays: 'all', why });
});

test('at an error of the function all stays, whatever it answered', () => {
  for (const report of [true, false])
    expect(batchOutcome({ statusCode: 200, payload: '{}', functionError: 'Unhandled' }, ids, report)).toEqual(
      { stays: 'all', why: 'the function failed' },
    );
});

test('without ReportBatchItemFailures the answer says nothing', () => {
  expect(batchOutcome({ statusCode: 200, payload: failures('a') }, ids, false)).toEqual({ stays: 'none' });
});
