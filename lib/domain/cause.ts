/**
 * The reason for reconciling a pool, as far as decisions depend on it. If several messages refer to the same
 * pool, their causes are merged and the pool is reconciled once.
 */
export interface Cause {
  /** The ID of the sweep; `held` is true while a mass deletion is on hold. */
  readonly sweep?: { readonly id: string; readonly held: boolean };
  /** The pool itself was updated, so Cognito may now accept a configuration that it rejected before. */
  readonly poolUpdated: boolean;
  /** If the first check finds nothing to do, a second one follows, because reads may lag [unverified]. */
  readonly recheck: boolean;
  /** The name, tags or tier of the pool may have changed, so that policies may select it or not. */
  readonly factsChanged?: boolean;
}

export const mergeCauses = (a: Cause, b: Cause): Cause => ({
  ...laterSweep(a, b),
  poolUpdated: a.poolUpdated || b.poolUpdated,
  recheck: a.recheck || b.recheck,
  ...((a.factsChanged || b.factsChanged) && { factsChanged: true }),
});

/** Returns the later sweep. Sweep IDs are times, so the greater ID is later. In one sweep, a hold wins. */
function laterSweep({ sweep: a }: Cause, { sweep: b }: Cause): Pick<Cause, 'sweep'> {
  if (!a || !b) {
    const only = a ?? b;
    return only ? { sweep: only } : {};
  }
  if (a.id === b.id) return { sweep: { id: a.id, held: a.held || b.held } };
  return { sweep: a.id > b.id ? a : b };
}
