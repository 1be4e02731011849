import { difference, formatDifference } from '../../lib/domain/difference.ts';
import { toLogGroup, toStream } from '../support/situation.ts';

test('a difference names what is missing, new and changed, by source and member', () => {
  const before = [toLogGroup('one'), toStream('one')];
  const after = [{ ...toStream('two'), LogLevel: 'ERROR' }];
  expect(difference(before, after).map(formatDifference)).toEqual([
    'userAuthEvents.FirehoseConfiguration.StreamArn: "arn:aws:firehose:eu-west-1:123456789012:deliverystream/one" → "arn:aws:firehose:eu-west-1:123456789012:deliverystream/two"',
    'userAuthEvents.LogLevel: "INFO" → "ERROR"',
    'userNotification.CloudWatchLogsConfiguration.LogGroupArn: "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/one" → (not set)',
    'userNotification.LogLevel: "ERROR" → (not set)',
  ]);
});
