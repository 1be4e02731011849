import type { Criteria, Selection } from './policy.ts';
import type { SelectionValue } from './schema.ts';

/** Returns the selection without `null`, which means that a member is absent. */
export const selectionOf = ({ Exclude, ...criteria }: SelectionValue): Selection => ({
  ...criteriaOf(criteria),
  ...(Exclude && { Exclude: criteriaOf(Exclude) }),
});

const criteriaOf = ({ Ids, Names, Tags, Tiers }: Omit<SelectionValue, 'Exclude'>): Criteria => ({
  ...(Ids && { Ids }),
  ...(Names && { Names }),
  ...(Tags && { Tags }),
  ...(Tiers && { Tiers }),
});
