import { z } from 'zod';
import type { Cells, LocalCell } from '../cells.ts';
import { type Answer, AwsError } from '../http/answer.ts';
import { parseJson } from '../http/body.ts';
import type { HttpRequest } from '../http/dispatch.ts';
import { page } from '../page/page.ts';
import { latestVersions } from '../ssm/parameters.ts';
import { callFault, eventFault } from './fault-requests.ts';
import { metricsOf } from './metrics.ts';
import { isForeignPage } from './origin.ts';
import { callsQuery, cellQuery, faultRequest, seedRequest, timeRequest } from './requests.ts';
import { seed } from './seed.ts';

interface CellName {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}

interface Context {
  readonly cells: Cells;
  readonly ready: boolean;
  readonly request: HttpRequest;
  cellOf(name: CellName): LocalCell;
}

type Route = (context: Context) => Answer;

/**
 * The control address: `/health` and everything below `/_local/`. Undefined for any other path. A request that
 * does not fit gets 400 and the name of each field at fault; a cell that is not there yet is made, not deployed.
 */
export function control(
  cells: Cells,
  defaults: { readonly account: string; readonly region: string },
  ready: () => boolean,
  request: HttpRequest,
): Answer | undefined {
  if (request.path === '/' && request.method === 'GET')
    return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: page };
  if (request.path !== '/health' && !request.path.startsWith('/_local/')) return undefined;
  if (isForeignPage(request))
    return json(403, { error: 'a page of another origin may not use the controls' });
  const route = routes[`${request.method} ${request.path.replace(/^\/_local\/health$/, '/health')}`];
  if (route === undefined) return json(404, { error: `no such control: ${request.method} ${request.path}` });
  const cellOf = ({ account = defaults.account, region = defaults.region }: CellName) =>
    cells.bare(account, region);
  try {
    return route({ cells, ready: ready(), request, cellOf });
  } catch (error) {
    if (error instanceof z.ZodError) return json(400, { errors: error.issues.map(fieldOf) });
    if (error instanceof AwsError) return json(400, { errors: [{ field: '', message: error.message }] });
    throw error;
  }
}

const routes: Readonly<Record<string, Route>> = {
  'GET /health': ({ cells, ready }) =>
    json(ready ? 200 : 503, {
      ready,
      cells: cells.all().map((cell) => ({
        account: cell.account,
        region: cell.region,
        functions: cell.stack()?.functionNames ?? [],
      })),
    }),
  'GET /_local/calls': ({ cells, request }) => {
    const { last } = callsQuery.parse(Object.fromEntries(new URLSearchParams(request.query)));
    return json(200, {
      cells: cells.all().map(({ account, region, calls }) => ({
        account,
        region,
        ...calls.read(),
        last: calls.last(last).map((call) => ({ ...call, at: new Date(call.at).toISOString() })),
      })),
    });
  },
  'DELETE /_local/calls': ({ cells }) => {
    for (const cell of cells.all()) cell.calls.reset();
    return json(200, {});
  },
  'POST /_local/seed': ({ request, cellOf }) => {
    const asked = seedRequest.parse(parseJson(request.body));
    return json(200, seed(cellOf(asked), asked));
  },
  'GET /_local/metrics': ({ cells }) => json(200, metricsOf(cells)),
  'POST /_local/time': ({ cells, request }) => {
    cells.clock.move(timeRequest.parse(parseJson(request.body)).move);
    return json(200, { now: new Date(cells.clock.now()).toISOString() });
  },
  'GET /_local/pools': (context) => json(200, { pools: [...queried(context).cognito.pools.values()] }),
  'GET /_local/parameters': (context) =>
    json(200, { parameters: [...latestVersions(queried(context).ssm.parameters)] }),
  'GET /_local/events': (context) => json(200, { events: queried(context).events.read() }),
  'GET /_local/faults': (context) => json(200, { faults: queried(context).faults.pending() }),
  'POST /_local/faults': ({ request, cellOf }) => {
    const { account, region, ...fault } = faultRequest.parse(parseJson(request.body));
    const cell = cellOf({ account, region });
    cell.faults.add('events' in fault ? eventFault.parse(fault) : callFault.parse(fault));
    return json(200, { account: cell.account, region: cell.region, faults: cell.faults.pending() });
  },
  'DELETE /_local/faults': ({ cells }) => {
    for (const cell of cells.all()) cell.faults.clear();
    return json(200, {});
  },
};

/** The cell of `?account=…&region=…`. */
function queried({ request, cellOf }: Context): LocalCell {
  return cellOf(cellQuery.parse(Object.fromEntries(new URLSearchParams(request.query))));
}

function fieldOf(issue: z.core.$ZodIssue): { field: string; message: string } {
  return { field: issue.path.join('.'), message: issue.message };
}

function json(status: number, body: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
