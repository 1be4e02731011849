import type { Mode, OnDelete } from '../desired.ts';
import type { EventSource, LogConfiguration } from '../log-configuration.ts';
import type { ValidationIssue } from '../validation-issue.ts';

/** A `Mandatory` policy goes before the pool's own parameter, a `Default` policy after it. */
export const PRECEDENCES = ['Mandatory', 'Default'] as const;
export type Precedence = (typeof PRECEDENCES)[number];

/** Cognito's tiers of features (docs/aws-facts.md#log-delivery-shapes). */
export const TIERS = ['LITE', 'ESSENTIALS', 'PLUS'] as const;
export type Tier = (typeof TIERS)[number];

/**
 * All given criteria must match; the values within one are alternatives. `*` in a name or tag value matches any characters.
 * No criteria match every pool.
 */
export interface Criteria {
  readonly Ids?: readonly string[];
  readonly Names?: readonly string[];
  readonly Tags?: Readonly<Record<string, readonly string[]>>;
  readonly Tiers?: readonly Tier[];
}

/** Any criterion of `Exclude` that matches excludes the pool. */
export interface Selection extends Criteria {
  readonly Exclude?: Criteria;
}

/** How a new or edited policy reaches its pools: wave by wave, until too many pools fail. */
export interface Rollout {
  readonly Waves: readonly (number | string)[];
  readonly HaltAfter: { readonly Pools: number; readonly Percent: number };
}

/** The content of a policy parameter. */
export interface Policy {
  readonly Name: string;
  readonly Description?: string;
  readonly Precedence: Precedence;
  /** The lowest number goes first. */
  readonly Priority: number;
  readonly Select: Selection;
  /** One entry for each event source that the policy owns. The ARNs can contain macros. */
  readonly LogConfigurations: readonly LogConfiguration[];
  readonly Mode: Mode;
  readonly OnDelete: OnDelete;
  readonly Rollout: Rollout;
}

/** The part of an invalid policy that shows which event sources of which pools it would own. */
export type ReadablePart = Pick<Policy, 'Precedence' | 'Priority' | 'Select' | 'Mode'> & {
  readonly sources: readonly EventSource[];
};

/** The result of parsing a policy parameter. `Invalid` contains every issue and is never written to a pool. */
export type ParsedPolicy =
  | {
      readonly kind: 'Valid';
      readonly name: string;
      readonly policy: Policy;
      readonly warnings: readonly ValidationIssue[];
      /**
       * Set during a rollout. `Open`: no event source leaves the policy. `Pending`: the rollout has not reached the pool, so the
       * policy owns no further event source either.
       */
      readonly stage?: 'Open' | 'Pending';
    }
  | {
      readonly kind: 'Invalid';
      readonly name: string;
      readonly issues: readonly ValidationIssue[];
      /** Undefined if the selection, the precedence or the event sources cannot be read. */
      readonly readable: ReadablePart | undefined;
    };

/** The facts about a pool that a selection depends on. */
export interface PoolFacts {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Undefined if it is not known. */
  readonly tier?: string | undefined;
}

/** 1 to 64 lower-case letters, digits and hyphens. */
const NAME = /^[a-z0-9-]{1,64}$/;

export const POLICY_NAME_EXPECTED = '1 to 64 lower-case letters, digits and hyphens';

export const isPolicyName = (name: string): boolean => NAME.test(name);

/** Returns the name of the parameter that contains a policy. */
export const policyParameterName = (prefix: string, name: string): string => `${prefix}/policies/${name}`;

/** Returns the policy name in a parameter name; undefined if the name is not `<prefix>/policies/<name>`. */
export function policyNameFrom(prefix: string, parameterName: string): string | undefined {
  const start = `${prefix}/policies/`;
  if (!parameterName.startsWith(start)) return undefined;
  const name = parameterName.slice(start.length);
  return isPolicyName(name) ? name : undefined;
}

/** Returns the text after `<prefix>/policies/` in the name of a parameter, if it is not the name of a policy. */
export function misnamedPolicyFrom(prefix: string, parameterName: string): string | undefined {
  const start = `${prefix}/policies/`;
  if (!parameterName.startsWith(start)) return undefined;
  const name = parameterName.slice(start.length);
  return isPolicyName(name) ? undefined : name;
}

/** Returns whether two reads of the policies have the same content, in any order. */
export const samePolicies = (a: readonly ParsedPolicy[], b: readonly ParsedPolicy[]): boolean =>
  content(a) === content(b);

const content = (policies: readonly ParsedPolicy[]): string =>
  JSON.stringify(policies.toSorted((x, y) => (x.name < y.name ? -1 : 1)));
