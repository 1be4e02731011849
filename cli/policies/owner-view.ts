import { compareRank, type Owner, sameOwner } from '../../lib/domain/policy/owner.ts';
import type { Precedence } from '../../lib/domain/policy/policy.ts';

/** The owner of an event source, for the JSON of the commands. */
export type OwnerView =
  | { readonly kind: 'Parameter' }
  | {
      readonly kind: 'Policy';
      readonly name: string;
      readonly precedence: Precedence;
      readonly priority: number;
    };

export const ownerView = (owner: Owner): OwnerView =>
  owner.Kind === 'Parameter'
    ? { kind: 'Parameter' }
    : { kind: 'Policy', name: owner.Name, precedence: owner.Precedence, priority: owner.Priority };

/** Returns the owner with its precedence and priority: `policy "prod" (Mandatory, priority 10)`. */
export const ownerText = (owner: OwnerView): string =>
  owner.kind === 'Parameter'
    ? "the pool's parameter"
    : `policy "${owner.name}" (${owner.precedence}, priority ${owner.priority})`;

/** Returns the owner in one word, for a cell: `parameter`, `policy prod`. */
export const shortOwner = (owner: OwnerView): string =>
  owner.kind === 'Parameter' ? 'parameter' : `policy ${owner.name}`;

/** Whether an owner takes an event source over at once: it goes before the last one. */
export const goesBefore = (after: Owner, before: Owner): boolean =>
  sameOwner(after, before) || compareRank(after, before) < 0;
