import { sqsRecord } from '../../../../../local/services/lambda/event-source-mapping/sqs-record.ts';

test('a record has the times of the queue, moved by the difference to the time of the cloud', () => {
  const Attributes = { SentTimestamp: '1000', ApproximateReceiveCount: '1' };
  const arn = 'arn:aws:sqs:us-east-1:000000000000:q';
  expect(sqsRecord({ Attributes }, arn, 86_400_000.4)).toMatchObject({
    attributes: { SentTimestamp: '86401000', ApproximateReceiveCount: '1' },
  });
  expect(sqsRecord({}, arn, 1)).toMatchObject({ attributes: {} });
});
