import { NOT_ARRIVING } from '../../../../html/arrival.ts';
import type { PoolView } from '../../../../html/pool-view.ts';
import { type Category, categoryOf } from '../../../../html/states.ts';
import { presentSide } from './pool-state.ts';

/** A check that a pool passes or fails. docs/findings.md describes each. */
export interface Check {
  readonly id: 'SignInExport' | 'Delivery' | 'Drift' | 'Conflict' | 'Rejected' | 'Arrival';
  readonly title: string;
  /** Without values of the pool: it contains no personal data and no value of a parameter. */
  readonly description: string;
  readonly remediation: string;
  readonly severity: 'MEDIUM' | 'HIGH';
  /** Undefined if it is not known. */
  isFailed(pool: PoolView): boolean | undefined;
}

const isIn = (pool: PoolView, categories: readonly Category[]): boolean =>
  categories.includes(categoryOf(pool));

export const CHECKS: readonly Check[] = [
  {
    id: 'SignInExport',
    title: 'exports no sign-in logs',
    description:
      'The log delivery configuration of the user pool has no entry for userAuthEvents. Sign-ins, their risk and their source addresses are not recorded outside of Cognito.',
    remediation:
      'Write a parameter or a policy with an entry for userAuthEvents. The pool needs the tier PLUS and threat protection.',
    severity: 'MEDIUM',
    isFailed: (pool) => {
      const present = presentSide(pool);
      return present && !present.entries.some(({ source }) => source === 'userAuthEvents');
    },
  },
  {
    id: 'Delivery',
    title: 'does not deliver logs',
    description:
      'The user pool has the desired log delivery configuration, but logs cannot arrive: a destination does not exist, or the tier or threat protection of the pool prevents the delivery.',
    remediation: 'To see the problem and the command that fixes it, run: clr doctor POOL',
    severity: 'HIGH',
    isFailed: (pool) => (pool.recorded?.findings ?? []).length > 0,
  },
  {
    id: 'Drift',
    title: 'differs from its desired log delivery',
    description:
      'The log delivery configuration of the user pool is not the one that its parameter or policy contains. Another client changed the pool, or the mode Observe prevents the change.',
    remediation: 'To see the difference, run: clr plan POOL. To repair the pool, run: clr sync POOL',
    severity: 'MEDIUM',
    isFailed: (pool) => isIn(pool, ['differs', 'observed']),
  },
  {
    id: 'Conflict',
    title: 'has conflicting owners of its log delivery',
    description:
      'Another writer keeps changing the log delivery configuration of the user pool, or policies with the same precedence and priority disagree about it.',
    remediation:
      'To see the other writer or the policies, run: clr explain POOL and clr history POOL. Keep one owner for each event source.',
    severity: 'MEDIUM',
    isFailed: (pool) => isIn(pool, ['contested']) || pool.isConflicting === true,
  },
  {
    id: 'Rejected',
    title: 'has a desired log delivery that is rejected',
    description:
      'The service or Cognito rejects the desired log delivery configuration of the user pool, so the pool is unchanged.',
    remediation: 'To see each reason, run: clr status POOL. Correct the parameter or the policy.',
    severity: 'HIGH',
    isFailed: (pool) => isIn(pool, ['rejected']) && pool.isConflicting !== true,
  },
];

/** Only with the setting arrivalChecks. Without activity, or if it is not known, the pool neither passes nor fails. */
export const ARRIVAL_CHECK: Check = {
  id: 'Arrival',
  title: 'sends sign-in logs that do not arrive',
  description:
    'The user pool was active in at least two windows, and no log record of it arrived at its destination in the time of these windows.',
  remediation: 'To find the cause, run: clr doctor POOL. See "Logs do not arrive" in docs/operations.md.',
  severity: 'HIGH',
  isFailed: ({ arrival }) => {
    if (arrival?.result === NOT_ARRIVING) return true;
    return arrival?.result === 'Arriving' ? false : undefined;
  },
};
