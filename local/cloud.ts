import { randomInt } from 'node:crypto';
import type { LocalAccountRegion } from './account-regions/local-account-region.ts';
import { type AccountRegions, createAccountRegions } from './account-regions/registry.ts';
import { admin } from './admin/admin.ts';
import { streamPage } from './admin/page/stream.ts';
import { createClock } from './core/clock.ts';
import type { HttpRequest, HttpResponse } from './core/http-message.ts';
import { createIdentities } from './core/identity.ts';
import type { Deploy } from './core/stack.ts';
import { handle, type Route } from './http/pipeline.ts';
import { jsonRoute, lambdaRoute, s3Route, stsRoute } from './http/routes.ts';
import { createHttpServer, listen, type Streaming } from './http/server.ts';
import { persistState, type StatePersister } from './persistence/state-persister.ts';

export interface LocalCloudOptions {
  /** The port on 127.0.0.1. 0, the default, selects a free port. */
  readonly port?: number;
  /**
   * Deploys the service in the default account-region at the start, and in every other one on its first call.
   */
  readonly deploy?: Deploy | undefined;
  /** Multiplies AWS's quotas (default 1). `off` disables them. */
  readonly quotaScale?: number | 'off';
  /** The account of the default account-region. Default: 000000000000. */
  readonly account?: string;
  /** The Region of the default account-region. Default: us-east-1. */
  readonly region?: string;
  /** The same seed gives the same random values again. Default: a random seed, which is logged. */
  readonly seed?: number;
  readonly log?: (line: string) => void;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** The longest time, in milliseconds, until reads see a write. 0, the default: immediately. */
  readonly readLag?: number;
  /**
   * The share of pages of SSM (docs/aws-facts.md#parameter-pages) and GetResources that are empty although more follow.
   * Default: 0.1.
   */
  readonly emptyPages?: number;
  /**
   * A file that keeps pools, parameters and destinations across restarts. It is read at the start, if it
   * exists, and written as a whole about 300 ms after a change and on closing. Only one cloud can use it at a
   * time.
   */
  readonly data?: string | undefined;
}

export interface LocalCloud {
  /** The value for AWS_ENDPOINT_URL, for example `http://127.0.0.1:4599`. */
  readonly url: string;
  readonly port: number;
  /**
   * The seed of all random values: IDs, orders, pages, lags and faults. Use the same seed to repeat a run.
   */
  readonly seed: number;
  /**
   * Moves the cloud's time by this many milliseconds: dates, quotas, lags, the clocks of the functions and the header
   * `Date`, but not timers and schedules.
   */
  moveTime(milliseconds: number): void;
  /** Resolves when the stack of the account-region is ready, if one is deployed. */
  accountRegion(account: string, region: string): Promise<LocalAccountRegion>;
  /**
   * Ends stacks, polls and connections, and leaves no handle open. Can be called twice. When the state file
   * cannot be written, it rejects after everything has ended.
   */
  close(): Promise<void>;
}

/**
 * Starts the cloud. Resolves when the default account-region is ready. Rejects, and leaves nothing open, when
 * the port is in use (with a one-line message) or when the service cannot be deployed.
 */
export async function startLocalCloud(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const { account = '000000000000', region = 'us-east-1', log = () => {} } = options;
  const seed = options.seed ?? randomInt(2 ** 32);
  const identities = createIdentities();
  const clock = createClock(options.now ?? Date.now);
  let respond = (_: HttpRequest): Promise<HttpResponse> | HttpResponse => NOT_READY;
  let stream: Streaming = () => false;
  const server = createHttpServer(
    (request) => respond(request),
    (request, response) => stream(request, response),
    clock.now,
  );
  const port = await listen(server, options.port ?? 0);
  const url = `http://127.0.0.1:${port}`;
  const accountRegions = createAccountRegions({
    endpoint: url,
    deploy: options.deploy,
    quotaScale: options.quotaScale ?? 1,
    seed,
    clock,
    readLag: options.readLag ?? 0,
    emptyPages: options.emptyPages ?? 0.1,
    identities,
  });
  let ready = false;
  const defaults = { account, region };
  const handleRoute = (request: HttpRequest, route: Route) =>
    handle(accountRegions, identities, request, route);
  respond = (request) => {
    // First, because a bucket can have the name of any path.
    const toS3 = s3Route(request);
    if (toS3) return handleRoute(request, toS3);
    const administered = admin(accountRegions, defaults, () => ready, request);
    if (administered) return administered;
    const route = stsRoute(request) ?? lambdaRoute(request) ?? jsonRoute(request);
    return 'run' in route ? handleRoute(request, route) : route;
  };

  stream = ({ method, path, query }, response) => {
    if (method !== 'GET' || path !== '/_local/stream') return false;
    streamPage(accountRegions, query, response).catch((error: unknown) => {
      log(`page stream ended: ${String(error)}`);
      response.destroy();
    });
    return true;
  };

  let statePersister: StatePersister | undefined;
  const close = once(async () => {
    ready = false;
    try {
      await accountRegions.close();
      await statePersister?.close();
    } finally {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    }
  });
  try {
    statePersister = await persistState(accountRegions, options.data, log);
    await accountRegions.ready(account, region);
  } catch (error) {
    await close();
    throw error;
  }
  ready = true;
  log(`local cloud started at ${url}, seed ${seed}`);
  return {
    url,
    port,
    seed,
    moveTime: clock.move,
    accountRegion: async (...names: Parameters<AccountRegions['ready']>) => accountRegions.ready(...names),
    close,
  };
}

const NOT_READY = { status: 503, headers: {}, body: '' };

function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= run();
    return running;
  };
}
