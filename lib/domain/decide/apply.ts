import type { DesiredState } from '../desired.ts';
import type { ObservedConfiguration } from '../log-configuration.ts';
import type { PoolRecord } from '../record.ts';
import type { Action, Situation } from './action.ts';
import { nextRevision, withStatus } from './next-record.ts';

interface Write {
  readonly situation: Pick<Situation, 'now'>;
  /** The current record, with the counters that this write changes. */
  readonly base: PoolRecord;
  readonly state: DesiredState;
  readonly onPool: readonly ObservedConfiguration[];
  readonly outcome: 'Applied' | 'Repaired' | 'Contested';
  readonly reasons?: readonly string[];
}

/** Returns a write to the pool, with the records to store before and after it. */
export function apply({ situation: { now }, base, state, onPool, outcome, reasons }: Write): Action {
  const at = now.toISOString();
  const { DeletedAt: _deletedAt, Rejection: _rejection, ...rest } = base;
  const intent = nextRevision({
    ...rest,
    Desired: state,
    Intent: { Outcome: outcome, At: at },
    Original: base.Original ?? { LogConfigurations: onPool, At: at },
  });
  const set = state.LogConfigurations;
  const { Intent: _intent, ...known } = intent;
  const written = { ...known, LastApplied: set, LastAppliedAt: at };
  const confirmed = withStatus(written, {
    to: outcome,
    now,
    before: onPool,
    after: set,
    ...(reasons && { reasons }),
  });
  return { type: 'Apply', outcome, set, intent, confirmed: nextRevision(confirmed) };
}
