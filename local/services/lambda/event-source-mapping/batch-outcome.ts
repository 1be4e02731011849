import { z } from 'zod';
import type { InvokeResult } from '../../../core/stack.ts';

/** What of a batch stays in the queue. `all` carries why, where the function did not simply say so. */
export type BatchOutcome =
  | { readonly stays: 'none' }
  | { readonly stays: 'all'; readonly why: string }
  | { readonly stays: 'some'; readonly messageIds: ReadonlySet<string> };

const NONE = { stays: 'none' } as const;

/**
 * Lambda's reading of the answer (its guide, "Implementing partial batch responses"): success for all is no
 * answer, an empty one, or an empty or null `batchItemFailures`; failure of all is an error, an answer that cannot
 * be read, and an identifier that is empty, missing or of no message of the batch.
 */
export function batchOutcome(
  result: InvokeResult,
  messageIds: ReadonlySet<string>,
  reportBatchItemFailures: boolean,
): BatchOutcome {
  if (result.functionError !== undefined) return { stays: 'all', why: 'the function failed' };
  if (!reportBatchItemFailures) return NONE;
  const answer = answerSchema.safeParse(result.payload);
  if (!answer.success) return { stays: 'all', why: 'the answer is no batch response' };
  const named = (answer.data?.batchItemFailures ?? []).map((failure) => failure.itemIdentifier);
  if (named.length === 0) return NONE;
  const unknown = named.find((id) => !messageIds.has(id));
  if (unknown !== undefined) return { stays: 'all', why: `no message of the batch is "${unknown}"` };
  return { stays: 'some', messageIds: new Set(named) };
}

const answerSchema = z
  .string()
  .transform((text, context): unknown => {
    try {
      return text === '' ? null : JSON.parse(text);
    } catch {
      context.addIssue('no JSON');
      return z.NEVER;
    }
  })
  .pipe(
    z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() }).nullable(),
  );
