import { sameConfiguration } from './difference.ts';
import type { LogConfiguration } from './log-configuration.ts';
import type { ValidationIssue } from './validation-issue.ts';

export const MODES = ['Enforce', 'Observe'] as const;
export const DELETION_POLICIES = ['Retain', 'Clear'] as const;
export type Mode = (typeof MODES)[number];
export type OnDelete = (typeof DELETION_POLICIES)[number];

/** The whole of what a parameter wants: the configuration, and our two settings beside it. */
export interface DesiredState {
  readonly LogConfigurations: readonly LogConfiguration[];
  readonly Mode: Mode;
  readonly OnDelete: OnDelete;
}

/** What a pool's parameter says. `Refused` carries every fault and is never written to a pool. */
export type Desired =
  | { readonly kind: 'Absent' }
  | { readonly kind: 'Invalid'; readonly faults: readonly ValidationIssue[] }
  | { readonly kind: 'Valid'; readonly state: DesiredState; readonly warnings: readonly ValidationIssue[] };

/** A parameter as SSM holds it. */
export interface StoredParameter {
  readonly name: string;
  /** `String`, `StringList` or `SecureString`; only the first is taken. */
  readonly type: string;
  readonly value: string;
}

export const sameState = (a: DesiredState, b: DesiredState): boolean =>
  a.Mode === b.Mode &&
  a.OnDelete === b.OnDelete &&
  sameConfiguration(a.LogConfigurations, b.LogConfigurations);

/** Whether two readings of a parameter want the same; values are compared, never versions, which restart. */
export function sameDesired(a: Desired, b: Desired): boolean {
  if (a.kind === 'Valid' && b.kind === 'Valid') return sameState(a.state, b.state);
  if (a.kind === 'Invalid' && b.kind === 'Invalid')
    return JSON.stringify(a.faults) === JSON.stringify(b.faults);
  return a.kind === b.kind;
}
