import type { Home } from '../../../html/destinations.ts';
import type { Mode, OnDelete } from '../../../lib/domain/desired.ts';
import type { LogConfiguration } from '../../../lib/domain/log-configuration.ts';
import type { Precedence, Selection } from '../../../lib/domain/policy/policy.ts';
import { policyDelivery, selectionText } from '../../policies/selection-text.ts';
import type { RolloutView } from '../../rollouts/rollout-view.ts';
import { table } from '../../terminal/table.ts';
import type { TerminalStyle } from '../../terminal/terminal.ts';

/** A row of `clr policy list`, and a member of its JSON. */
export interface ListedPolicy {
  readonly policy: string;
  readonly state: 'Valid' | 'Invalid';
  readonly parameterVersion: number;
  /** ISO 8601. */
  readonly modifiedAt: string;
  readonly description?: string;
  readonly precedence?: Precedence;
  readonly priority?: number;
  readonly mode?: Mode;
  readonly onDelete?: OnDelete;
  readonly select?: Selection;
  readonly logConfigurations: readonly LogConfiguration[];
  /** The number of pools of which the policy owns an event source that is not rejected. */
  readonly pools: number;
  /** The number of pools with an event source that is rejected because the policy is invalid, or another one disagrees. */
  readonly poolsInConflict: number;
  /** Missing without an open rollout. */
  readonly rollout?: RolloutView;
  /** Why the policy is invalid. */
  readonly reasons: readonly string[];
}

/** Returns the table of the policies, in the order in which they go before each other. */
export function policiesText(policies: readonly ListedPolicy[], home: Home, style: TerminalStyle): string {
  if (policies.length === 0) return 'No policies. To create one, run: clr policy put NAME FILE';
  const isRollingOut = policies.some(({ rollout }) => rollout !== undefined);
  const columns = [
    { head: 'POLICY' },
    { head: 'PRECEDENCE' },
    { head: 'PRIORITY' },
    { head: 'MODE' },
    { head: 'POOLS' },
    ...(isRollingOut ? [{ head: 'ROLLOUT' }] : []),
    { head: 'SELECTS' },
    { head: 'SENDS', wraps: true },
  ];
  const rows = policies.map((one) => [
    one.policy,
    one.precedence ?? '-',
    String(one.priority ?? '-'),
    one.state === 'Invalid' ? style.colors.red('invalid') : (one.mode ?? '-'),
    one.poolsInConflict === 0
      ? String(one.pools)
      : style.colors.red(`${one.pools}, ${one.poolsInConflict} in conflict`),
    ...(isRollingOut ? [rolloutCell(one.rollout, style)] : []),
    one.select ? selectionText(one.select) : '-',
    one.state === 'Invalid' ? one.reasons.join('\n') : policyDelivery(one.logConfigurations, home),
  ]);
  return table(columns, rows, style);
}

/** Returns `12/120` for a rollout that runs, and else its state. */
function rolloutCell(rollout: RolloutView | undefined, { colors }: TerminalStyle): string {
  if (rollout === undefined) return '-';
  const { state, pools } = rollout;
  return state === 'Running' ? colors.yellow(`${pools.inside}/${pools.total}`) : colors.red(state);
}
