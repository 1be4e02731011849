import { AwsError } from '../core/aws-error.ts';
import type { Clock } from '../core/clock.ts';
import type { Deploy, Stack } from '../core/stack.ts';
import { type AccountRegionOptions, createAccountRegion } from './create-account-region.ts';
import type { LocalAccountRegion } from './local-account-region.ts';

/** All account-regions of one cloud. Each is created on the first call that needs it. */
export interface AccountRegions {
  /** Deploys the service too. Returns a promise until the deployment is ready. */
  ready(account: string, region: string): Promise<LocalAccountRegion> | LocalAccountRegion;
  /** Neither deploys nor waits. */
  withoutDeployment(account: string, region: string): LocalAccountRegion;
  all(): readonly LocalAccountRegion[];
  readonly clock: Clock;
  readonly seed: number;
  close(): Promise<void>;
}

export interface RegistryOptions extends AccountRegionOptions {
  readonly deploy?: Deploy | undefined;
}

interface Entry {
  readonly accountRegion: LocalAccountRegion;
  readonly close: () => Promise<void>;
  deployment?: Promise<void>;
  isReady: boolean;
  stack?: Stack;
}

export function createAccountRegions(options: RegistryOptions): AccountRegions {
  const entries = new Map<string, Entry>();
  let open = true;
  const entryOf = (account: string, region: string): Entry => {
    if (!open) throw new AwsError('ServiceUnavailable', 'The local cloud is closing.', 503);
    const key = `${account}/${region}`;
    const known = entries.get(key);
    if (known !== undefined) return known;
    const entry: Entry = {
      isReady: false,
      ...createAccountRegion(account, region, options, {
        stack: () => entry.stack,
        cognitoIn: (other) => entryOf(account, other).accountRegion.cognito,
      }),
    };
    entries.set(key, entry);
    return entry;
  };
  return {
    ready(account, region) {
      const entry = entryOf(account, region);
      if (entry.isReady) return entry.accountRegion;
      entry.deployment ??= deployIn(entry, options.deploy);
      return entry.deployment.then(() => entry.accountRegion);
    },
    withoutDeployment: (account, region) => entryOf(account, region).accountRegion,
    clock: options.clock,
    seed: options.seed,
    all: () => [...entries.values()].map((entry) => entry.accountRegion),
    async close() {
      open = false;
      await Promise.allSettled(
        [...entries.values()].map(async (entry) => {
          await entry.deployment?.catch(() => undefined);
          await entry.stack?.close();
          await entry.close();
        }),
      );
    },
  };
}

async function deployIn(entry: Entry, deploy: Deploy | undefined): Promise<void> {
  if (deploy !== undefined) entry.stack = await deploy(entry.accountRegion);
  entry.isReady = true;
}
