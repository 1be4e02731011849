import { z } from 'zod';
import type { LocalAccountRegion } from '../account-regions/local-account-region.ts';
import type { AccountRegions } from '../account-regions/registry.ts';
import { AwsError } from '../core/aws-error.ts';
import { callFault, deliveryFault, eventFault, type Fault } from '../core/fault-schema.ts';
import type { HttpRequest, HttpResponse } from '../core/http-message.ts';
import { parseJson } from '../core/json.ts';
import { latestVersions } from '../services/ssm/parameters.ts';
import { activityRequest, addActivity, deliveriesOf } from './activity.ts';
import { accountRegionsInUse, metricsOf } from './metrics.ts';
import { isForeignPage } from './origin.ts';
import { page } from './page/page.ts';
import {
  accountRegionQuery,
  callsQuery,
  faultRequest,
  resetRequest,
  seedRequest,
  timeRequest,
} from './requests.ts';
import { resetAccountRegion } from './reset.ts';
import { seed } from './seed.ts';

interface AccountRegionName {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}

interface Context {
  readonly accountRegions: AccountRegions;
  readonly defaults: { readonly account: string; readonly region: string };
  readonly ready: boolean;
  readonly request: HttpRequest;
  accountRegionOf(name: AccountRegionName): LocalAccountRegion;
}

type Route = (context: Context) => HttpResponse | Promise<HttpResponse>;

/**
 * Handles `/health` and all paths below `/_local/`; returns undefined for any other path. An invalid request
 * gets 400 and the name of each invalid field. An account-region that does not exist yet is created, but not
 * deployed.
 */
export function admin(
  accountRegions: AccountRegions,
  defaults: { readonly account: string; readonly region: string },
  ready: () => boolean,
  request: HttpRequest,
): HttpResponse | Promise<HttpResponse> | undefined {
  if (request.path === '/' && request.method === 'GET')
    return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: page };
  if (request.path !== '/health' && !request.path.startsWith('/_local/')) return undefined;
  if (isForeignPage(request))
    return json(403, { error: 'Pages of another origin cannot use the admin API.' });
  const route = ROUTES[`${request.method} ${request.path.replace(/^\/_local\/health$/, '/health')}`];
  if (route === undefined)
    return json(404, { error: `Unknown admin route: ${request.method} ${request.path}` });
  const accountRegionOf = ({ account = defaults.account, region = defaults.region }: AccountRegionName) =>
    accountRegions.withoutDeployment(account, region);
  try {
    const response = route({ accountRegions, defaults, ready: ready(), request, accountRegionOf });
    return response instanceof Promise ? response.catch(toBadRequest) : response;
  } catch (error) {
    return toBadRequest(error);
  }
}

/** Throws errors that the request did not cause. */
function toBadRequest(error: unknown): HttpResponse {
  if (error instanceof z.ZodError) return json(400, { errors: error.issues.map(fieldOf) });
  if (error instanceof AwsError) return json(400, { errors: [{ field: '', message: error.message }] });
  throw error;
}

const ROUTES: Readonly<Record<string, Route>> = {
  'GET /health': ({ accountRegions, ready }) =>
    json(ready ? 200 : 503, {
      ready,
      accountRegions: accountRegions.all().map((accountRegion) => ({
        account: accountRegion.account,
        region: accountRegion.region,
        functions: accountRegion.stack()?.functionNames ?? [],
      })),
    }),
  'GET /_local/calls': ({ accountRegions, request }) => {
    const { last } = callsQuery.parse(Object.fromEntries(new URLSearchParams(request.query)));
    return json(200, {
      accountRegions: accountRegions.all().map(({ account, region, calls }) => ({
        account,
        region,
        ...calls.read(),
        last: calls.last(last).map((call) => ({ ...call, at: new Date(call.at).toISOString() })),
      })),
    });
  },
  'DELETE /_local/calls': ({ accountRegions }) => {
    for (const accountRegion of accountRegions.all()) accountRegion.calls.reset();
    return json(200, {});
  },
  'POST /_local/seed': ({ request, accountRegionOf }) => {
    const wanted = seedRequest.parse(parseJson(request.body));
    return json(200, seed(accountRegionOf(wanted), wanted));
  },
  'POST /_local/activity': ({ request, accountRegionOf }) => {
    const wanted = activityRequest.parse(parseJson(request.body));
    return json(200, addActivity(accountRegionOf(wanted), wanted));
  },
  'GET /_local/deliveries': (context) => json(200, { deliveries: deliveriesOf(queried(context)) }),
  'GET /_local/account-regions': ({ accountRegions, defaults }) =>
    json(200, { accountRegions: accountRegionsInUse(accountRegions, defaults) }),
  'POST /_local/reset': async ({ accountRegions, request, accountRegionOf }) => {
    const wanted = resetRequest.parse(request.body.length === 0 ? {} : parseJson(request.body));
    const isOne = wanted.account !== undefined || wanted.region !== undefined;
    const reset = isOne ? [accountRegionOf(wanted)] : accountRegions.all();
    await Promise.all(reset.map(resetAccountRegion));
    return json(200, { accountRegions: reset.map(({ account, region }) => ({ account, region })) });
  },
  'GET /_local/metrics': ({ accountRegions }) => json(200, metricsOf(accountRegions)),
  'GET /_local/time': ({ accountRegions }) =>
    json(200, { now: new Date(accountRegions.clock.now()).toISOString() }),
  'POST /_local/time': ({ accountRegions, request }) => {
    accountRegions.clock.move(timeRequest.parse(parseJson(request.body)).move);
    return json(200, { now: new Date(accountRegions.clock.now()).toISOString() });
  },
  'GET /_local/pools': (context) => json(200, { pools: [...queried(context).cognito.pools.values()] }),
  'GET /_local/parameters': (context) =>
    json(200, { parameters: [...latestVersions(queried(context).ssm.parameters)] }),
  'GET /_local/events': (context) => json(200, { events: queried(context).events.read() }),
  'GET /_local/faults': (context) => json(200, { faults: queried(context).faults.pending() }),
  'POST /_local/faults': ({ request, accountRegionOf }) => {
    const { account, region, ...fault } = faultRequest.parse(parseJson(request.body));
    const accountRegion = accountRegionOf({ account, region });
    accountRegion.faults.add(parseFault(fault));
    return json(200, {
      account: accountRegion.account,
      region: accountRegion.region,
      faults: accountRegion.faults.pending(),
    });
  },
  'DELETE /_local/faults': ({ accountRegions }) => {
    for (const accountRegion of accountRegions.all()) accountRegion.faults.clear();
    return json(200, {});
  },
};

/** Throws a ZodError. */
function parseFault(fault: object): Fault {
  if ('events' in fault) return eventFault.parse(fault);
  return 'deliveries' in fault ? deliveryFault.parse(fault) : callFault.parse(fault);
}

/** The account-region of `?account=…&region=…`. */
function queried({ request, accountRegionOf }: Context): LocalAccountRegion {
  return accountRegionOf(accountRegionQuery.parse(Object.fromEntries(new URLSearchParams(request.query))));
}

function fieldOf(issue: z.core.$ZodIssue): { field: string; message: string } {
  return { field: issue.path.join('.'), message: issue.message };
}

function json(status: number, body: unknown): HttpResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
