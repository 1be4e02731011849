import type { LogConfiguration } from '../../../lib/domain/log-configuration.ts';

/**
 * The two sample requests in the AWS documentation of SetLogDeliveryConfiguration, without the pool IDs. The
 * second sample contains an extra bracket, which is removed here.
 */
const notification: LogConfiguration = {
  EventSource: 'userNotification',
  LogLevel: 'ERROR',
  CloudWatchLogsConfiguration: {
    LogGroupArn: 'arn:aws:logs:us-west-2:123456789012:log-group:cognito-exported',
  },
};

export const NOTIFICATIONS_TO_A_LOG_GROUP: readonly LogConfiguration[] = [notification];

export const SIGN_INS_TO_A_STREAM: readonly LogConfiguration[] = [
  {
    EventSource: 'userAuthEvents',
    LogLevel: 'INFO',
    FirehoseConfiguration: {
      StreamArn: 'arn:aws:firehose:us-west-2:123456789012:deliverystream/example-user-activity-exported',
    },
  },
  notification,
];
