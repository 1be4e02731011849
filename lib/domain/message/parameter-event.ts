import * as z from 'zod/mini';
import { userPoolIdFromName } from '../user-pool-id.ts';
import { time } from './fields.ts';
import type { ParsedMessage, Place } from './parsed-message.ts';

const parameterEvent = z.object({
  source: z.literal('aws.ssm'),
  'detail-type': z.literal('Parameter Store Change'),
  time,
  detail: z.object({ name: z.string() }),
});

/** Parses an event of Parameter Store. The parameter of a policy is ignored: the policies function handles its event. */
export function fromParameter(json: unknown, { prefix }: Place): ParsedMessage | undefined {
  const read = parameterEvent.safeParse(json);
  if (!read.success) return undefined;
  const id = userPoolIdFromName(prefix, read.data.detail.name);
  if (id === undefined) return { kind: 'Ignored' };
  const { time: editedAt } = read.data;
  const cause = { poolUpdated: false, recheck: true };
  return { kind: 'Key', key: { userPoolId: id, cause, ...(editedAt && { editedAt }) } };
}
