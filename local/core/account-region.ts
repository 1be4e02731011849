import type { Clock } from './clock.ts';
import type { EventBus } from './events.ts';

/**
 * One account in one Region, as its parts see it. AWS keeps account-regions separate, so every store, queue, table,
 * rule and function of the local cloud belongs to exactly one of them.
 */
export interface AccountRegion {
  readonly account: string;
  readonly region: string;
  readonly bus: EventBus;
  readonly clock: Clock;
  /** The address of this cloud for the SDK, for example http://127.0.0.1:4599. */
  readonly endpoint: string;
  /** Returns an access key for a role in this account-region. Calls signed with it have the role's identity. */
  issueRoleCredentials(
    roleArn: string,
    sessionName: string,
  ): { accessKeyId: string; secretAccessKey: string; sessionToken: string };
}
