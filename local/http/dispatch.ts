import { randomUUID } from 'node:crypto';
import type { Cells, LocalCell } from '../cells.ts';
import { type Identities, isFunction } from '../identity.ts';
import { type Answer, AwsError, awsJsonError, outcomeOf, withRequestId } from './answer.ts';
import { parseJson } from './body.ts';
import { recordCallOf } from './record-call.ts';
import { recordInTrail, type Service, services, type WireCall } from './services.ts';
import { struck } from './struck.ts';

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  /** What stands behind the question mark. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * Answers a call to one of the awsJson services. In this order: target, operation, who calls, faults on
 * demand, quota, and then the operation itself: what AWS refuses at its front stays uncounted by the quota.
 */
export async function dispatch(cells: Cells, identities: Identities, request: HttpRequest): Promise<Answer> {
  const [prefix = '', operation = ''] = (request.headers['x-amz-target'] ?? '').split('.');
  const service = Object.hasOwn(services, prefix) ? services[prefix] : undefined;
  if (service === undefined || operation === '' || request.method !== 'POST')
    return {
      status: 404,
      headers: { 'x-amzn-requestid': randomUUID() },
      body: '<UnknownOperationException/>\n',
    };
  try {
    if (!service.offers(operation)) throw new AwsError('UnknownOperationException', '');
    const identity = identities.of(request.headers.authorization);
    const caller = isFunction(identity) ? 'functions' : 'clients';
    const found =
      caller === 'functions'
        ? cells.bare(identity.account, identity.region)
        : cells.ready(identity.account, identity.region);
    // Waiting for what is there already would cost every call a turn.
    const cell = found instanceof Promise ? await found : found;
    const call: WireCall = {
      operation,
      headers: request.headers,
      body: request.body,
      identity,
      requestId: randomUUID(),
      userAgent: request.headers['user-agent'] ?? '',
    };
    const name = `${service.name}.${operation}`;
    const fault = cell.faults.meetCall(caller, name);
    if (fault === undefined) {
      const answer = await answerIn(cell, service, call);
      recordCallOf(cell, identity, name, outcomeOf(answer), call.requestId);
      recordInTrail(service, cell, call, answer);
      return answer;
    }
    const { answer, sent } = await struck(
      fault,
      () => answerIn(cell, service, call),
      (error) => withRequestId(awsJsonError(service.jsonVersion, error), call.requestId),
    );
    recordCallOf(cell, identity, name, outcomeOf(sent), call.requestId);
    if (answer !== undefined) recordInTrail(service, cell, call, answer);
    return sent;
  } catch (error) {
    return withRequestId(awsJsonError(service.jsonVersion, asAwsError(error)), randomUUID());
  }
}

async function answerIn(cell: LocalCell, service: Service, call: WireCall): Promise<Answer> {
  const name = `${service.name}.${call.operation}`;
  try {
    if (!cell.quota.take(name)) throw new AwsError(service.throttled, 'Rate exceeded');
    const answer = service.answer(cell, call, parseJson(call.body));
    return withRequestId(answer instanceof Promise ? await answer : answer, call.requestId);
  } catch (error) {
    return withRequestId(awsJsonError(service.jsonVersion, asAwsError(error)), call.requestId);
  }
}

/** What is no AwsError is a fault of this program, or a deployment that failed: 500, and its message. */
function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  return new AwsError('InternalFailure', error instanceof Error ? error.message : String(error), 500);
}
