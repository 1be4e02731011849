import { type Freeze, parseFreeze } from '../domain/freeze.ts';
import { FrozenError } from './errors.ts';
import type { CallContext, Clock, DesiredStore } from './ports.ts';

/** No write rests on an older read of the freeze. */
const MAX_AGE_MS = 5_000;

/** The last read of the freeze. All pools of a batch share it, so that they read it together. */
export interface FreezeGuard {
  /** Reads the freeze. The read belongs in one batch with reads of parameters, which then costs no call. */
  refresh(context: CallContext): Promise<void>;
  /** Throws FrozenError if the service is frozen, as read in the last `MAX_AGE_MS`. Reads again if the last read is older. */
  check(context: CallContext): Promise<void>;
}

export function freezeGuard({
  desired,
  clock,
}: {
  readonly desired: Pick<DesiredStore, 'readFreeze'>;
  readonly clock: Pick<Clock, 'now'>;
}): FreezeGuard {
  let readAt = Number.NEGATIVE_INFINITY;
  let freeze: Freeze | undefined;
  const refresh = async (context: CallContext): Promise<void> => {
    const at = clock.now().getTime();
    const stored = await desired.readFreeze(context);
    // A slow read must not replace a newer one.
    if (at < readAt) return;
    readAt = at;
    // A stale read must not end a freeze: the pools of this batch wait for the sweep after it.
    if (stored) freeze = parseFreeze(stored);
  };
  return {
    refresh,
    async check(context) {
      if (clock.now().getTime() - readAt > MAX_AGE_MS) await refresh(context);
      if (freeze) throw new FrozenError(freeze);
    },
  };
}
