/** The steps and entries from which the cases of log delivery are built. */
export const set = 'cognito-idp.SetLogDeliveryConfiguration';
export const get = 'cognito-idp.GetLogDeliveryConfiguration';

/** ARNs of the right form. The destinations need not exist, because Cognito rejects these requests earlier. */
export const anyLogGroup = 'arn:aws:logs:<region>:<account>:log-group:/x';
export const anyStream = 'arn:aws:firehose:<region>:<account>:deliverystream/x';

export const toGroup = (LogGroupArn: string) => ({ CloudWatchLogsConfiguration: { LogGroupArn } });
export const toStream = (StreamArn: string) => ({ FirehoseConfiguration: { StreamArn } });
export const toBucket = (BucketArn: string) => ({ S3Configuration: { BucketArn } });
export const notification = (destination: object = toGroup(anyLogGroup), LogLevel = 'ERROR') => ({
  LogLevel,
  EventSource: 'userNotification',
  ...destination,
});
export const authEvents = (destination: object = toStream(anyStream), LogLevel = 'INFO') => ({
  LogLevel,
  EventSource: 'userAuthEvents',
  ...destination,
});
export const clear = (pool: string) =>
  ({ call: set, send: { UserPoolId: pool, LogConfigurations: [] } }) as const;
export const hasConfiguration = (pool: string, LogConfigurations: readonly object[]) =>
  ({
    call: get,
    send: { UserPoolId: pool },
    response: { body: { LogDeliveryConfiguration: { UserPoolId: pool, LogConfigurations } } },
  }) as const;
export const rejectedSet = (
  LogConfigurations: unknown,
  error: string,
  message?: string,
  pool = '<missing>',
) =>
  ({
    call: set,
    send: { UserPoolId: pool, LogConfigurations },
    response: { error, ...(message !== undefined && { message }) },
  }) as const;

export const constraint = 'failed to satisfy constraint: Member must';
export const oneError = '1 validation error detected: ';
export const validEntry = notification(toGroup('<logGroup>'));
