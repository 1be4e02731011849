/** The steps and entries that the cases of log delivery are made of. */
export const set = 'cognito-idp.SetLogDeliveryConfiguration';
export const get = 'cognito-idp.GetLogDeliveryConfiguration';

/** Of the right form; nothing need be there, for these requests are refused before anybody looks. */
export const someGroup = 'arn:aws:logs:<region>:<account>:log-group:/x';
export const someStream = 'arn:aws:firehose:<region>:<account>:deliverystream/x';

export const toGroup = (LogGroupArn: string) => ({ CloudWatchLogsConfiguration: { LogGroupArn } });
export const toStream = (StreamArn: string) => ({ FirehoseConfiguration: { StreamArn } });
export const toBucket = (BucketArn: string) => ({ S3Configuration: { BucketArn } });
export const notification = (destination: object = toGroup(someGroup), LogLevel = 'ERROR') => ({
  LogLevel,
  EventSource: 'userNotification',
  ...destination,
});
export const authEvents = (destination: object = toStream(someStream), LogLevel = 'INFO') => ({
  LogLevel,
  EventSource: 'userAuthEvents',
  ...destination,
});
export const clear = (pool: string) =>
  ({ call: set, send: { UserPoolId: pool, LogConfigurations: [] } }) as const;
export const holds = (pool: string, LogConfigurations: readonly object[]) =>
  ({
    call: get,
    send: { UserPoolId: pool },
    answer: { body: { LogDeliveryConfiguration: { UserPoolId: pool, LogConfigurations } } },
  }) as const;
export const refused = (LogConfigurations: unknown, error: string, message?: string, pool = '<missing>') =>
  ({
    call: set,
    send: { UserPoolId: pool, LogConfigurations },
    answer: { error, ...(message !== undefined && { message }) },
  }) as const;

export const constraint = 'failed to satisfy constraint: Member must';
export const oneFault = '1 validation error detected: ';
export const real = notification(toGroup('<logGroup>'));
