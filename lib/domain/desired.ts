import { sameConfiguration } from './difference.ts';
import type { EventSource, LogConfiguration } from './log-configuration.ts';
import type { ValidationIssue } from './validation-issue.ts';

export const MODES = ['Enforce', 'Observe'] as const;
export const DELETION_POLICIES = ['Retain', 'Clear'] as const;
export type Mode = (typeof MODES)[number];
export type OnDelete = (typeof DELETION_POLICIES)[number];

/** The full content of a parameter: the log delivery configuration and the settings of this service. */
export interface DesiredState {
  readonly LogConfigurations: readonly LogConfiguration[];
  readonly Mode: Mode;
  readonly OnDelete: OnDelete;
  /** The parameter owns only the event sources of its entries. Without it, the parameter owns every event source. */
  readonly Inherit?: true;
}

/** The result of parsing a parameter. `Invalid` contains every issue and is never written to a pool. */
export type Desired =
  | { readonly kind: 'Absent' }
  | {
      readonly kind: 'Invalid';
      readonly issues: readonly ValidationIssue[];
      /** The event sources that a parameter with `Inherit` owns, if they can be read. Otherwise it owns all of them. */
      readonly sources?: readonly EventSource[];
    }
  | { readonly kind: 'Valid'; readonly state: DesiredState; readonly warnings: readonly ValidationIssue[] };

/** A parameter as stored in Parameter Store. */
export interface StoredParameter {
  readonly name: string;
  /** `String`, `StringList` or `SecureString`; only `String` is supported. */
  readonly type: string;
  readonly value: string;
  /** Counts from 1 again if the parameter is deleted and created again. */
  readonly version?: number;
  /** When this version was written, ISO 8601. */
  readonly modifiedAt?: string;
}

export const sameState = (a: DesiredState, b: DesiredState): boolean =>
  a.Mode === b.Mode &&
  a.OnDelete === b.OnDelete &&
  a.Inherit === b.Inherit &&
  sameConfiguration(a.LogConfigurations, b.LogConfigurations);

/** Returns whether two reads have the same content. Versions are not compared, because they restart. */
export function sameDesired(a: Desired, b: Desired): boolean {
  if (a.kind === 'Valid' && b.kind === 'Valid') return sameState(a.state, b.state);
  if (a.kind === 'Invalid' && b.kind === 'Invalid')
    return JSON.stringify(a.issues) === JSON.stringify(b.issues);
  return a.kind === b.kind;
}
