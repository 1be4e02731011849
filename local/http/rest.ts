import { randomUUID } from 'node:crypto';
import type { Cells, LocalCell } from '../cells.ts';
import { type Identities, isFunction } from '../identity.ts';
import { type Answer, outcomeOf } from './answer.ts';
import type { HttpRequest } from './dispatch.ts';
import { recordCallOf } from './record-call.ts';
import { struck } from './struck.ts';

/** An operation that is known by method and path, such as `lambda.Invoke`. */
export interface RestOperation {
  readonly name: string;
  /** Throws AwsError. */
  answer(cell: LocalCell): Promise<Answer> | Answer;
  /** An error in the service's form; of what is no AwsError too. */
  fail(error: unknown, requestId: string): Answer;
  /** The header in which the service tells the request's id. */
  readonly idHeader: string;
}

/** Answers in the caller's cell, with the fault that meets the call, and records it. */
export async function answerRest(
  cells: Cells,
  identities: Identities,
  request: HttpRequest,
  { name, answer, fail, idHeader }: RestOperation,
): Promise<Answer> {
  const requestId = randomUUID();
  const withId = (answered: Answer): Answer => ({
    ...answered,
    headers: { ...answered.headers, [idHeader]: requestId },
  });
  try {
    const identity = identities.of(request.headers.authorization);
    const caller = isFunction(identity) ? 'functions' : 'clients';
    const cell =
      caller === 'functions'
        ? cells.bare(identity.account, identity.region)
        : await cells.ready(identity.account, identity.region);
    const { sent } = await struck(
      cell.faults.meetCall(caller, name),
      async () => {
        try {
          return await answer(cell);
        } catch (error) {
          return fail(error, requestId);
        }
      },
      (error) => fail(error, requestId),
    );
    recordCallOf(cell, identity, name, outcomeOf(sent), requestId);
    return withId(sent);
  } catch (error) {
    return withId(fail(error, requestId));
  }
}
