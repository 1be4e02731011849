import type { LogConfiguration, Pool } from './pools.ts';

/** One activity of a user. */
export interface Activity {
  readonly operation: 'SignIn' | 'SignUp' | 'PasswordChange';
  readonly isRisky: boolean;
  readonly userName: string;
  readonly ipAddress: string;
  /** Milliseconds. */
  readonly at: number;
}

/**
 * Whether threat protection runs for a pool. It publishes the metrics of activity and the records of `userAuthEvents`
 * (docs/aws-facts.md#threat-protection).
 */
export function hasThreatProtection({ tier, settings }: Pool): boolean {
  return tier === 'PLUS' && (settings.UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF') !== 'OFF';
}

/** Returns the ARNs of the destinations of `userAuthEvents`. A seeded pool can have several. */
export function authEventDestinations({ logConfigurations }: Pool): readonly string[] {
  return logConfigurations.filter(({ EventSource }) => EventSource === 'userAuthEvents').flatMap(arnsIn);
}

function arnsIn(configuration: LogConfiguration): readonly string[] {
  return [
    configuration.CloudWatchLogsConfiguration?.LogGroupArn,
    configuration.S3Configuration?.BucketArn,
    configuration.FirehoseConfiguration?.StreamArn,
  ].filter((arn) => arn !== undefined);
}

/**
 * Returns a function that creates records of an activity, as Cognito writes them. The members are documented. The event
 * source is measured: the documentation has `USER_ACTIVITY`. The values of members that this cloud does not know are
 * [unverified].
 */
export function authEventRecords(pool: Pool, activity: Activity): (eventId: string) => object {
  const isRejected = activity.isRisky && pool.settings.UserPoolAddOns?.AdvancedSecurityMode === 'ENFORCED';
  const members = {
    eventType: activity.operation,
    userSub: '',
    userName: activity.userName,
    userPoolId: pool.id,
    clientId: '',
    creationDate: new Date(activity.at).toUTCString(),
    eventResponse: isRejected ? 'Fail' : 'Pass',
    riskLevel: activity.isRisky ? 'High' : '',
    riskDecision: activity.isRisky ? 'AccountTakeover' : 'PASS',
    challenges: [],
    deviceName: '',
    ipAddress: activity.ipAddress,
    requestId: '',
    idpName: '',
    compromisedCredentialDetected: 'false',
    city: '',
    country: '',
    eventFeedbackValue: '',
    eventFeedbackDate: '',
    eventFeedbackProvider: '',
    hasContextData: 'false',
  };
  return (eventId) => ({
    eventTimestamp: String(activity.at),
    eventSource: 'USER_AUTH_EVENTS',
    logLevel: 'INFO',
    message: {
      version: '1',
      eventId,
      ...members,
    },
    logSourceId: { userPoolId: pool.id },
  });
}
