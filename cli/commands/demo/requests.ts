import type { LogConfiguration } from '../../../lib/domain/log-configuration.ts';

/**
 * The two sample requests of AWS's SetLogDeliveryConfiguration documentation, pool ids apart. The second
 * stands there with a stray bracket, corrected here.
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
