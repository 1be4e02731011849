import { difference, formatDifference } from '../../lib/domain/difference.ts';
import { toLogGroup, toStream } from '../support/situation.ts';

test('lists removed, added and changed members by event source', () => {
  const before = [toLogGroup('one'), toStream('one')];
  const after = [{ ...toStream('two'), LogLevel: 'ERROR' }];
  expect(difference(before, after).map(formatDifference)).toEqual([
    'userAuthEvents.FirehoseConfiguration.StreamArn: "arn:aws:firehose:eu-west-1:123456789012:deliverystream/one" → "arn:aws:firehose:eu-west-1:123456789012:deliverystream/two"',
    'userAuthEvents.LogLevel: "INFO" → "ERROR"',
    'userNotification.CloudWatchLogsConfiguration.LogGroupArn: "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/one" → (not set)',
    'userNotification.LogLevel: "ERROR" → (not set)',
  ]);
});
