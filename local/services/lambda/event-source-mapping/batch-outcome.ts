import { z } from 'zod';
import type { InvokeResult } from '../../../core/stack.ts';

/** The messages of a batch that failed and stay in the queue. `all` has a reason. */
export type BatchOutcome =
  | { readonly failed: 'none' }
  | { readonly failed: 'all'; readonly reason: string }
  | { readonly failed: 'some'; readonly messageIds: ReadonlySet<string> };

const NONE = { failed: 'none' } as const;

/**
 * Evaluates the response of a function as Lambda does (Lambda developer guide, "Implementing partial batch
 * responses"). All messages succeed when the response is missing or empty, or `batchItemFailures` is empty or
 * null. All messages fail on an error, on a response that cannot be parsed, and on an identifier that is
 * empty, missing or unknown.
 */
export function batchOutcome(
  result: InvokeResult,
  messageIds: ReadonlySet<string>,
  reportBatchItemFailures: boolean,
): BatchOutcome {
  if (result.functionError !== undefined) return { failed: 'all', reason: 'the function failed' };
  if (!reportBatchItemFailures) return NONE;
  const response = responseSchema.safeParse(result.payload);
  if (!response.success) return { failed: 'all', reason: 'the response is not a valid batch response' };
  const named = (response.data?.batchItemFailures ?? []).map((failure) => failure.itemIdentifier);
  if (named.length === 0) return NONE;
  const unknown = named.find((id) => !messageIds.has(id));
  if (unknown !== undefined) return { failed: 'all', reason: `"${unknown}" is not a message of the batch` };
  return { failed: 'some', messageIds: new Set(named) };
}

const responseSchema = z
  .string()
  .transform((text, context): unknown => {
    try {
      return text === '' ? null : JSON.parse(text);
    } catch {
      context.addIssue('not JSON');
      return z.NEVER;
    }
  })
  .pipe(
    z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() }).nullable(),
  );
