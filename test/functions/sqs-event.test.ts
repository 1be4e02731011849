import { parseRecords, queueOf } from '../../functions/sqs-event.ts';
import { sqsEvent } from '../support/lambda.ts';

const EDITS = 'https://sqs.eu-west-1.amazonaws.com/123456789012/service-dev-edits';

test.each([
  ['service-dev-edits', 'edits'],
  ['service-dev-upkeep', 'upkeep'],
  // A different queue whose name ends the same way.
  ['other-service-dev-edits', 'upkeep'],
])('a batch from the queue %s has the priority %s', (queue, priority) => {
  expect(queueOf(sqsEvent(queue, ['x']), EDITS)).toBe(priority);
});

test('an empty batch has the priority upkeep', () => {
  expect(queueOf({ Records: [] }, EDITS)).toBe('upkeep');
});

test('returns the messages of an event in order, with body, receipt handle, receive count and sending time', () => {
  const event = sqsEvent('q', ['one', 'two']);
  const [first] = event.Records;
  if (first) {
    first.attributes.ApproximateReceiveCount = '4';
    first.attributes.SentTimestamp = '1772366400000';
  }
  expect(parseRecords(event)).toEqual([
    { messageId: 'm0', receiptHandle: 'receipt 0', body: 'one', receives: 4, sentAt: 1_772_366_400_000 },
    { messageId: 'm1', receiptHandle: 'receipt 1', body: 'two', receives: 1, sentAt: 0 },
  ]);
});
