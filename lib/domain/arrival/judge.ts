import type { PoolArrival, UnknownReason } from './arrival.ts';
import type { ArrivalWindow } from './window.ts';

/** The finding of a check about one pool. */
export type Evidence =
  | { readonly kind: 'NoActivity' }
  /** A record of the pool arrived. `at`: its time, ISO 8601. */
  | { readonly kind: 'Arrived'; readonly at: string }
  /** The pool was active, and no record arrived. */
  | { readonly kind: 'Missed' }
  /** The pool cannot be judged in its present state: earlier evidence no longer counts. */
  | { readonly kind: 'NotJudged'; readonly reason: UnknownReason }
  /** This check did not see enough: earlier evidence still counts. */
  | { readonly kind: 'NotSeen'; readonly reason: UnknownReason };

/** A single window can lose its records, for example while AWS repairs something. Only repeated evidence counts. */
const MISSED_WINDOWS = 2;

/**
 * Returns the new result of a pool. `NotArriving` ends only when a record arrives or when the pool can no longer be judged:
 * a check that sees nothing, or a quiet window, does not prove that the logs arrive again.
 *
 * @param before the last result; it counts only if the destination is the same
 */
export function judge(
  pool: Pick<PoolArrival, 'UserPoolId' | 'Destination'>,
  before: PoolArrival | undefined,
  evidence: Evidence,
  window: Pick<ArrivalWindow, 'from'>,
  now: string,
): PoolArrival {
  const known = before?.Destination === pool.Destination ? before : undefined;
  const result = resultOf(known, evidence, new Date(window.from).toISOString());
  const isSame = known?.Result === result.Result && known.Reason === result.Reason;
  const last = evidence.kind === 'Arrived' ? evidence.at : known?.LastRecordAt;
  return {
    UserPoolId: pool.UserPoolId,
    Destination: pool.Destination,
    ...result,
    Since: isSame ? known.Since : now,
    ...(last !== undefined && { LastRecordAt: last }),
  };
}

type Judgement = Pick<PoolArrival, 'Result' | 'Reason' | 'Missed' | 'MissedSince'>;

function resultOf(known: PoolArrival | undefined, evidence: Evidence, from: string): Judgement {
  const missed: Pick<PoolArrival, 'Missed' | 'MissedSince'> = {
    Missed: known?.Missed ?? 0,
    ...(known?.MissedSince !== undefined && { MissedSince: known.MissedSince }),
  };
  const isNotArriving = known?.Result === 'NotArriving';
  switch (evidence.kind) {
    case 'Arrived':
      return { Result: 'Arriving', Missed: 0 };
    case 'Missed': {
      const Missed = missed.Missed + 1;
      const misses = { Missed, MissedSince: missed.MissedSince ?? from };
      return Missed >= MISSED_WINDOWS
        ? { Result: 'NotArriving', ...misses }
        : { Result: 'Unknown', Reason: 'OneWindow', ...misses };
    }
    case 'NoActivity':
      return { Result: isNotArriving ? 'NotArriving' : 'NoActivity', ...missed };
    case 'NotJudged':
      return { Result: 'Unknown', Reason: evidence.reason, Missed: 0 };
    case 'NotSeen':
      return isNotArriving
        ? { Result: 'NotArriving', ...missed }
        : { Result: 'Unknown', Reason: evidence.reason, ...missed };
  }
}
