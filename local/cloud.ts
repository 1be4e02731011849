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
import { jsonRoute, lambdaRoute, s3Route } from './http/routes.ts';
import { createHttpServer, listen, type Streaming } from './http/server.ts';
import { persistState, type StatePersister } from './persistence/state-persister.ts';

export interface LocalCloudOptions {
  /** 0, the default, takes a free one. Only 127.0.0.1 listens. */
  readonly port?: number;
  /** Takes the service up in the default cell at the start, and in each cell a client comes to. */
  readonly deploy?: Deploy | undefined;
  /** Multiplies AWS's quotas (default 1); `off` lets everything through. */
  readonly quotaScale?: number | 'off';
  /** The default cell's account, 000000000000 unless said. */
  readonly account?: string;
  /** The default cell's Region, us-east-1 unless said. */
  readonly region?: string;
  /** What is drawn is the same again for the same seed. Drawn itself, and logged, unless said. */
  readonly seed?: number;
  readonly log?: (line: string) => void;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Milliseconds: each write is seen by reads up to this much later. 0, the default: at once. */
  readonly readLag?: number;
  /** The share of SSM's pages that come back empty while their token goes on (AWS facts §5): 0.1 unless said. */
  readonly emptyPages?: number;
  /**
   * A file that keeps pools, parameters and destinations over a restart: read at the start, where it is there, and written as a
   * whole within some 300 ms of a change, and on closing. For one cloud at a time.
   */
  readonly data?: string | undefined;
}

export interface LocalCloud {
  /** What AWS_ENDPOINT_URL takes, for example `http://127.0.0.1:4599`. */
  readonly url: string;
  readonly port: number;
  /** Of everything that is drawn: ids, orders, pages, lags, faults. The same one plays a run again. */
  readonly seed: number;
  /** Moves the cloud's time by so many milliseconds: dates, quotas, lags; not timers and schedules. */
  moveTime(milliseconds: number): void;
  /** Resolves when the cell's stack is ready, where one is deployed. */
  accountRegion(account: string, region: string): Promise<LocalAccountRegion>;
  /**
   * Ends stacks, polls and connections; no handle stays open. May be called twice. Rejects, all being ended, when
   * the state file cannot be written.
   */
  close(): Promise<void>;
}

/**
 * Starts the cloud; resolves when the default cell is ready. Rejects, with nothing left open, when the port is
 * taken (the message is one line for a person) or when the service cannot be taken up.
 */
export async function startLocalCloud(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const { account = '000000000000', region = 'us-east-1', log = () => {} } = options;
  const seed = options.seed ?? randomInt(2 ** 32);
  const identities = createIdentities();
  const clock = createClock(options.now ?? Date.now);
  let respond = (_: HttpRequest): Promise<HttpResponse> | HttpResponse => notReady;
  let stream: Streaming = () => false;
  const server = createHttpServer(
    (request) => respond(request),
    (request, response) => stream(request, response),
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
    const route = lambdaRoute(request) ?? jsonRoute(request);
    return 'run' in route ? handleRoute(request, route) : route;
  };

  stream = ({ method, path, query }, response) => {
    if (method !== 'GET' || path !== '/_local/stream') return false;
    streamPage(accountRegions, query, response).catch((error: unknown) => {
      log(`the page's stream ended: ${String(error)}`);
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
  log(`local cloud at ${url}, seed ${seed}`);
  return {
    url,
    port,
    seed,
    moveTime: clock.move,
    accountRegion: async (...names: Parameters<AccountRegions['ready']>) => accountRegions.ready(...names),
    close,
  };
}

const notReady = { status: 503, headers: {}, body: '' };

function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= run();
    return running;
  };
}
