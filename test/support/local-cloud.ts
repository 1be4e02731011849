import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from '../../local/cloud.ts';

export interface UseLocalCloudOptions extends LocalCloudOptions {
  /** `all` (the default): one cloud for all tests. `each`: a new cloud for each test. */
  readonly per?: 'all' | 'each';
}

/**
 * Registers hooks that start a local cloud before the tests of this file (or `describe` block) and close it after
 * them. Returns the running cloud; throws when it is read outside of the tests and later hooks.
 */
export function useLocalCloud({ per = 'all', ...options }: UseLocalCloudOptions = {}): LocalCloud {
  let current: LocalCloud | undefined;
  const running = (): LocalCloud => {
    if (current === undefined)
      throw new Error('The local cloud is not running. Read it inside a test or hook.');
    return current;
  };
  const start = async () => {
    current = await startLocalCloud(options);
  };
  const stop = async () => {
    await current?.close();
    current = undefined;
  };
  if (per === 'each') {
    beforeEach(start);
    afterEach(stop);
  } else {
    beforeAll(start);
    afterAll(stop);
  }
  return {
    get url() {
      return running().url;
    },
    get port() {
      return running().port;
    },
    get seed() {
      return running().seed;
    },
    moveTime: (milliseconds) => running().moveTime(milliseconds),
    accountRegion: (account, region) => running().accountRegion(account, region),
    close: () => running().close(),
  };
}
