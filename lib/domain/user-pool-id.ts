/** 1 to 55 characters (docs/aws-facts.md#user-pool-id). The part before the underscore is the Region. */
const PATTERN = /^[\w-]+_[0-9a-zA-Z]+$/;
const MAX_LENGTH = 55;

export const isUserPoolId = (text: string): boolean => text.length <= MAX_LENGTH && PATTERN.test(text);

/** Returns the Region of a pool ID: `eu-west-1` for `eu-west-1_aBc123`. */
export const regionOf = (userPoolId: string): string => userPoolId.slice(0, userPoolId.lastIndexOf('_'));

/** Returns the name of the parameter that contains a pool's desired configuration. */
export const parameterName = (prefix: string, userPoolId: string): string => `${prefix}/pools/${userPoolId}`;

/** Returns the pool ID in a parameter name; undefined if the name is not `<prefix>/pools/<id>`. */
export function userPoolIdFromName(prefix: string, name: string): string | undefined {
  const start = `${prefix}/pools/`;
  if (!name.startsWith(start)) return undefined;
  const id = name.slice(start.length);
  return isUserPoolId(id) ? id : undefined;
}
