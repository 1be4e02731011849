/**
 * Why a pool is looked at, as far as deciding depends on it. Several messages may name one pool: their
 * causes are merged, since looking once answers them all.
 */
export interface Cause {
  /** From the sweep of this id; `held` while a mass deletion waits for a person. */
  readonly sweep?: { readonly id: string; readonly held: boolean };
  /** The pool itself was updated, so what Cognito refused before may be taken now. */
  readonly poolUpdated: boolean;
  /** A first look that finds nothing to do is followed by a second: reads may lag [unverified]. */
  readonly recheck: boolean;
}

export const mergeCauses = (a: Cause, b: Cause): Cause => ({
  ...laterSweep(a, b),
  poolUpdated: a.poolUpdated || b.poolUpdated,
  recheck: a.recheck || b.recheck,
});

/** Sweep ids are times, so the later is the greater; of two messages of one sweep, a hold wins. */
function laterSweep({ sweep: a }: Cause, { sweep: b }: Cause): Pick<Cause, 'sweep'> {
  if (!a || !b) {
    const only = a ?? b;
    return only ? { sweep: only } : {};
  }
  if (a.id === b.id) return { sweep: { id: a.id, held: a.held || b.held } };
  return { sweep: a.id > b.id ? a : b };
}
