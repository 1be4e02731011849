import type { Precedence } from './policy.ts';

/** The parameter or policy whose entry for an event source applies to the pool. */
export type Owner =
  | { readonly Kind: 'Parameter' }
  | {
      readonly Kind: 'Policy';
      readonly Name: string;
      readonly Precedence: Precedence;
      readonly Priority: number;
    };

export const PARAMETER: Owner = { Kind: 'Parameter' };

/** Returns whether both are the parameter, or the same policy. Precedence and priority of a policy can be edited. */
export const sameOwner = (a: Owner, b: Owner): boolean =>
  a.Kind === 'Policy' && b.Kind === 'Policy' ? a.Name === b.Name : a.Kind === b.Kind;

/** Returns whether the owner is the policy with this name. */
export const isPolicy = (owner: Owner | undefined, name: string): boolean =>
  owner?.Kind === 'Policy' && owner.Name === name;

/** Returns a negative number if `a` goes before `b`, 0 if they have the same rank: mandatory, parameter, default. */
export function compareRank(a: Owner, b: Owner): number {
  const [levelA, priorityA] = rankOf(a);
  const [levelB, priorityB] = rankOf(b);
  return levelA - levelB || priorityA - priorityB;
}

function rankOf(owner: Owner): readonly [level: number, priority: number] {
  if (owner.Kind === 'Parameter') return [1, 0];
  return [owner.Precedence === 'Mandatory' ? 0 : 2, owner.Priority];
}

/** Returns the one that goes before the other. */
export const higherRank = (a: Owner, b: Owner): Owner => (compareRank(a, b) <= 0 ? a : b);

/** Returns the owner as text: `policy "prod"` or `the parameter of the pool`. */
export const formatOwner = (owner: Owner): string =>
  owner.Kind === 'Policy' ? `policy "${owner.Name}"` : "the pool's parameter";
