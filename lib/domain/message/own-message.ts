import * as z from 'zod/mini';
import { time, userPoolId } from './fields.ts';
import type { ParsedMessage } from './parsed-message.ts';

const MAX_SWEEP_ID_LENGTH = 64;

const sweepMessage = z.object({
  Kind: z.literal('Sweep'),
  UserPoolId: userPoolId,
  SweepId: z.string().check(z.maxLength(MAX_SWEEP_ID_LENGTH)),
  Held: z.boolean(),
  /** The name, tags or tier of the pool may have changed. Earlier versions ignore this member. */
  ConfirmFacts: z.exactOptional(z.boolean()),
  /** Events of the pool may have been dropped during a freeze, so the pool itself may have been updated. */
  AfterFreeze: z.exactOptional(z.boolean()),
});
const recheckMessage = z.object({
  // `Look` is the name of version 0.1. Such messages can still be in the queues during an upgrade.
  Kind: z.enum(['Recheck', 'Look']),
  UserPoolId: userPoolId,
  EditedAt: time,
  ConfirmFacts: z.exactOptional(z.boolean()),
});

/** A message that this service sends to its own queues. */
export type OwnMessage =
  | z.output<typeof sweepMessage>
  | (z.output<typeof recheckMessage> & { readonly Kind: 'Recheck' });

export function fromOwn(json: unknown): ParsedMessage | undefined {
  const sweep = sweepMessage.safeParse(json);
  if (sweep.success) {
    const { UserPoolId, SweepId, Held, ConfirmFacts, AfterFreeze = false } = sweep.data;
    const cause = {
      sweep: { id: SweepId, held: Held },
      poolUpdated: AfterFreeze,
      recheck: false,
      ...(ConfirmFacts && { factsChanged: true }),
    };
    return { kind: 'Key', key: { userPoolId: UserPoolId, cause } };
  }
  const recheck = recheckMessage.safeParse(json);
  if (!recheck.success) return undefined;
  const { UserPoolId, EditedAt, ConfirmFacts } = recheck.data;
  const cause = { poolUpdated: false, recheck: false, ...(ConfirmFacts && { factsChanged: true }) };
  return { kind: 'Key', key: { userPoolId: UserPoolId, cause, ...(EditedAt && { editedAt: EditedAt }) } };
}
