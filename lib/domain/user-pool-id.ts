/** 1 to 55 characters, docs/aws-facts.md#user-pool-id. What stands before the underscore is the pool's Region. */
const PATTERN = /^[\w-]+_[0-9a-zA-Z]+$/;
const LONGEST = 55;

export const isUserPoolId = (text: string): boolean => text.length <= LONGEST && PATTERN.test(text);

/** The Region of a pool id: `eu-west-1` for `eu-west-1_aBc123`. */
export const regionOf = (userPoolId: string): string => userPoolId.slice(0, userPoolId.lastIndexOf('_'));

/** The name of the parameter that holds a pool's desired configuration. */
export const parameterName = (prefix: string, userPoolId: string): string => `${prefix}/pools/${userPoolId}`;

/** The pool a parameter's name speaks of; undefined for names below, beside or unlike `<prefix>/pools/<id>`. */
export function userPoolIdFromName(prefix: string, name: string): string | undefined {
  const start = `${prefix}/pools/`;
  if (!name.startsWith(start)) return undefined;
  const id = name.slice(start.length);
  return isUserPoolId(id) ? id : undefined;
}
