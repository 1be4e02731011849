import type { ParsedPolicy } from '../policy/policy.ts';
import { type PolicyText, sameContent } from './policy-text.ts';
import { MAX_RANK, NO_RANK, type OpenRollout, type PolicyRollout, type Rank } from './rollout.ts';

/** The parameter of a policy, as read now. */
export interface FoundPolicy extends PolicyText {
  readonly parsed: ParsedPolicy;
}

export interface NoticeContext {
  readonly now: Date;
  readonly clearGraceSeconds: number;
  /** When a freeze began that no sweep has followed up yet, ISO 8601. Pools leave a policy only by a sweep. */
  readonly frozenSince?: string;
  /** Whether a record names the policy as the owner of an event source. */
  readonly isOwner: boolean;
  readonly parse: (text: string) => ParsedPolicy;
}

/**
 * Returns the rollout after the parameter was read; undefined if it is the same. A new version starts a rollout from the
 * settled version, an edit back to the settled version ends it, and a deletion ends it too.
 */
export function noticeVersion(
  name: string,
  before: PolicyRollout | undefined,
  found: FoundPolicy | undefined,
  context: NoticeContext,
): PolicyRollout | undefined {
  const rollout = before ?? { Name: name, Revision: 0 };
  const next =
    found === undefined
      ? deleted(before, context.now)
      : noticed(rollout, before === undefined, found, context);
  return next && { ...next, Revision: rollout.Revision + 1 };
}

function deleted(rollout: PolicyRollout | undefined, now: Date): PolicyRollout | undefined {
  if (rollout === undefined || rollout.DeletedAt !== undefined) return undefined;
  const { Open: _open, ...rest } = rollout;
  return { ...rest, DeletedAt: now.toISOString(), Restore: MAX_RANK };
}

function noticed(
  rollout: PolicyRollout,
  isNew: boolean,
  found: FoundPolicy,
  context: NoticeContext,
): PolicyRollout | undefined {
  const { parsed } = found;
  if (rollout.DeletedAt !== undefined) return recreated(rollout, rollout.DeletedAt, found, context);
  if (parsed.kind === 'Invalid') return haltInvalid(rollout, context.now);
  // The policies of an earlier version of the service apply already.
  if (isNew && context.isOwner) return { ...rollout, Settled: settledText(found, context.now) };
  const { Settled, Open } = rollout;
  if (Settled && sameContent(parsed, context.parse(Settled.Text))) return Open && ended(rollout, Open);
  if (Open === undefined) return opened(rollout, found, context.now);
  if (!sameContent(parsed, context.parse(Open.Text))) return restarted(rollout, Open, found, context.now);
  if (Open.Version === found.Version) return undefined;
  return Open.Status === 'Running'
    ? { ...rollout, Open: { ...Open, ...textOf(found) } }
    : restarted(rollout, Open, found, context.now);
}

/** After the grace period, its pools have left the policy, so that the settled version does not apply any more. */
function recreated(
  { DeletedAt: _deletedAt, Settled, ...rest }: PolicyRollout,
  deletedAt: string,
  found: FoundPolicy,
  context: NoticeContext,
): PolicyRollout | undefined {
  const { now, frozenSince, clearGraceSeconds } = context;
  // No pool leaves the policy during a freeze.
  const until = frozenSince === undefined ? now.getTime() : Date.parse(frozenSince);
  const isInGrace = until < Date.parse(deletedAt) + clearGraceSeconds * 1000;
  const kept: PolicyRollout = { ...rest, ...(isInGrace && Settled && { Settled }), Restore: MAX_RANK };
  if (found.parsed.kind === 'Invalid') return kept;
  return noticed(kept, false, found, context) ?? kept;
}

export const INVALID = 'The policy is invalid now.';

function haltInvalid(rollout: PolicyRollout, now: Date): PolicyRollout | undefined {
  const { Open } = rollout;
  return Open?.Status === 'Running' ? halted(rollout, Open, INVALID, now) : undefined;
}

/**
 * Returns the rollout after it halted. The pools of its waves are decided again: where the new version was not applied, for example
 * because it disagrees with another policy, they return to the version that applied before.
 */
export function halted(rollout: PolicyRollout, open: OpenRollout, reason: string, now: Date): PolicyRollout {
  return { ...rollout, ...restoring(rollout, open), Open: stopped(open, 'Halted', reason, now) };
}

/** Returns the rollout after it stopped. */
export const stopped = (
  rollout: OpenRollout,
  Status: 'Halted' | 'Aborted',
  Reason: string,
  now: Date,
): OpenRollout => ({ ...rollout, Status, Stopped: { At: now.toISOString(), Reason } });

/** The pools that have the new version must be decided again. */
const ended = ({ Open: _open, ...rest }: PolicyRollout, open: OpenRollout): PolicyRollout => ({
  ...rest,
  ...restoring(rest, open),
});

/** Returns the highest rank of the pools that can have a version which does not apply to them any more, if there are such pools. */
export function restoring(
  { Restore = NO_RANK }: Pick<PolicyRollout, 'Restore'>,
  { Threshold }: OpenRollout,
): { readonly Restore?: Rank } {
  const rank = Math.max(Restore, Threshold);
  return rank === NO_RANK ? {} : { Restore: rank };
}

const restarted = (rollout: PolicyRollout, open: OpenRollout, found: FoundPolicy, now: Date): PolicyRollout =>
  opened(
    ended(rollout, open),
    found,
    now,
    // After an abort, all pools are back on the settled version.
    open.Status === 'Aborted' ? undefined : (open.Since ?? open.StartedAt),
  );

function opened(rollout: PolicyRollout, found: FoundPolicy, now: Date, Since?: string): PolicyRollout {
  const at = now.toISOString();
  return {
    ...rollout,
    Open: {
      ...textOf(found),
      Status: 'Running',
      StartedAt: at,
      ...(Since !== undefined && { Since }),
      Threshold: NO_RANK,
      Wave: -1,
      WaveStartedAt: at,
      Sent: true,
      Pools: 0,
      Done: 0,
      Failed: 0,
      Total: 0,
      Accepted: 0,
      Failures: [],
      EndedWaves: [],
    },
  };
}

export const settledText = (text: PolicyText, now: Date): NonNullable<PolicyRollout['Settled']> => ({
  ...textOf(text),
  At: now.toISOString(),
});

const textOf = ({ Text, Version }: PolicyText): PolicyText => ({
  Text,
  ...(Version !== undefined && { Version }),
});
