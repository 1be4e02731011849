import { randomUUID } from 'node:crypto';
import type { LocalAccountRegion } from '../account-regions/local-account-region.ts';
import type { AccountRegions } from '../account-regions/registry.ts';
import { AwsError, toAwsError } from '../core/aws-error.ts';
import type { Delivery, HttpRequest, HttpResponse } from '../core/http-message.ts';
import type { Identities } from '../core/identity.ts';
import type { Call } from '../core/operation.ts';
import type { ServiceResponse } from '../core/service-response.ts';
import { type Result, withInjectedFault } from './injected-fault.ts';
import type { Protocol } from './protocol.ts';

/** A request after routing: which operation it calls, and how to run it. */
export interface Route {
  /** As in quotas, faults and the call log, for example `cognito-idp.SetLogDeliveryConfiguration`. */
  readonly name: string;
  readonly protocol: Protocol;
  /** The service needs no stack in the account-region. */
  readonly isGlobal?: true;
  /** The error name when the quota is used up. */
  readonly throttledError: string;
  /** Parses the request and runs the operation. Throws AwsError. */
  run(accountRegion: LocalAccountRegion, call: Call): Promise<ServiceResponse> | ServiceResponse;
  /** Records a call that was carried out, or rejected, in the trail. */
  trail?(accountRegion: LocalAccountRegion, call: Call, result: Result): void;
}

/** Handles one request. JSON and REST services share these steps; the response is serialized once, in step 7. */
export async function handle(
  accountRegions: AccountRegions,
  identities: Identities,
  request: HttpRequest,
  route: Route,
): Promise<HttpResponse> {
  const { protocol, name } = route;
  const requestId = randomUUID();
  try {
    // 1. Identity: who calls, by the credential scope.
    const identity = identities.of(request.headers.authorization);
    const { caller } = identity;
    const call = { identity, requestId, userAgent: request.headers['user-agent'] ?? '' };

    // 2. Account-region: created, and deployed on the first call of a client to a service that is not global.
    const found =
      caller === 'functions' || route.isGlobal
        ? accountRegions.withoutDeployment(identity.account, identity.region)
        : accountRegions.ready(identity.account, identity.region);
    // Awaiting a value that is already there would cost every call a turn of the event loop.
    const accountRegion = found instanceof Promise ? await found : found;

    // 3. Fault: an injected fault can replace or change the next steps.
    const fault = accountRegion.faults.nextFaultFor(caller, name);
    const operation = async (): Promise<Result> => {
      try {
        // 4. Quota.
        if (!accountRegion.quota.acquire(name)) throw new AwsError(route.throttledError, 'Rate exceeded');
        // 5. Operation, after the records that have arrived by now.
        accountRegion.deliveries.settle();
        const response = route.run(accountRegion, call);
        return { response: response instanceof Promise ? await response : response };
      } catch (error) {
        return { error: toAwsError(error) };
      }
    };
    const { result, sent } =
      fault === undefined
        ? await operation().then((done) => ({ result: done, sent: done }))
        : await withInjectedFault(fault, operation);

    // 6. Log: the call log shows what was sent, the trail what happened.
    accountRegion.calls.record({
      at: accountRegion.now(),
      operation: name,
      by: identity.userIdentity.arn,
      caller,
      outcome: outcomeOf(sent),
      requestId,
    });
    if (result !== undefined) route.trail?.(accountRegion, call, result);

    // 7. Serialize.
    return serialize(protocol, sent, requestId);
  } catch (error) {
    return serialize(protocol, { error: toAwsError(error) }, requestId);
  }
}

/** Serializes an error that occurs before a request can be routed. */
export const rejectRequest = (protocol: Protocol, error: AwsError): HttpResponse =>
  serialize(protocol, { error }, randomUUID());

type Sent = Result & { readonly delivery?: Delivery };

/** Returns `ok`, the name of the error, or `hang` or `reset` when a fault withholds the response. */
function outcomeOf({ error, response, delivery }: Sent): string {
  if (typeof delivery === 'string') return delivery;
  if (error) return error.name;
  if (response === undefined || response.status < 400) return 'ok';
  return response.errorName ?? String(response.status);
}

function serialize(protocol: Protocol, sent: Sent, requestId: string): HttpResponse {
  const response = sent.error ? protocol.serializeError(sent.error, requestId) : sent.response;
  const { status, headers, body } = response ?? { status: 0, headers: {}, body: '' };
  return {
    status,
    headers: {
      'content-type': protocol.contentType,
      ...headers,
      [protocol.requestIdHeader]: requestId,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(sent.delivery !== undefined && { delivery: sent.delivery }),
  };
}
