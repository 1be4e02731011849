/** 1 to 55 characters (docs/aws-facts.md#user-pool-id). */
const PATTERN = /^[\w-]+_[0-9a-zA-Z]+$/;
const MAX_LENGTH = 55;
const REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/;

export const isRegion = (text: string): boolean => REGION.test(text);

export const isUserPoolId = (text: string): boolean => text.length <= MAX_LENGTH && PATTERN.test(text);

/**
 * Returns the Region in which the pool was created, `eu-west-1` for `eu-west-1_aBc123`; undefined if the ID names none. A
 * replica has the same ID in another Region (docs/aws-facts.md#replicas), so use it only for hints.
 */
export function creationRegion(userPoolId: string): string | undefined {
  const prefix = userPoolId.slice(0, userPoolId.lastIndexOf('_'));
  return isRegion(prefix) ? prefix : undefined;
}

/** Returns the name of the parameter that contains a pool's desired configuration. */
export const parameterName = (prefix: string, userPoolId: string): string => `${prefix}/pools/${userPoolId}`;

/** Returns the pool ID in a parameter name; undefined if the name is not `<prefix>/pools/<id>`. */
export function userPoolIdFromName(prefix: string, name: string): string | undefined {
  const start = `${prefix}/pools/`;
  if (!name.startsWith(start)) return undefined;
  const id = name.slice(start.length);
  return isUserPoolId(id) ? id : undefined;
}

/** The account and the Region of a pool or of its replica. */
export interface PoolLocation {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

export const poolArn = ({ partition, region, account }: PoolLocation, userPoolId: string): string =>
  `arn:${partition}:cognito-idp:${region}:${account}:userpool/${userPoolId}`;

/** Returns the pool ID in an ARN; undefined if the ARN is not that of a user pool in this account and Region. */
export function userPoolIdFromArn(location: PoolLocation, arn: string): string | undefined {
  const start = poolArn(location, '');
  if (!arn.startsWith(start)) return undefined;
  const id = arn.slice(start.length);
  return isUserPoolId(id) ? id : undefined;
}

/** Whether a text is the ID of a pool, and not another text with an underscore, such as `prod_shop`. */
export const isCertainUserPoolId = (text: string): boolean =>
  isUserPoolId(text) && creationRegion(text) !== undefined;
