import { creationRegion } from './user-pool-id.ts';

/** The account and the Region in which a pool was looked up. */
export interface LookedUpIn {
  readonly account: string;
  readonly region: string;
}

/** Returns where a pool was not found and, if its ID names another Region, that Region. */
export function poolNotFoundText(userPoolId: string, { account, region }: LookedUpIn): string {
  const other = otherRegion(userPoolId, region);
  const text = `User pool ${userPoolId} does not exist in ${region} (account ${account})`;
  return other === undefined
    ? `${text}.`
    : `${text}, and has no replica there. Its ID names the Region ${other}.`;
}

/** Returns the Region that the ID names if it is another one than `region`. */
export function otherRegion(userPoolId: string, region: string): string | undefined {
  const created = creationRegion(userPoolId);
  return created === region ? undefined : created;
}
