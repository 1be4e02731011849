import type { Place, ValidationIssue } from '../../lib/domain/validation-issue.ts';

export type Path = readonly (string | number)[];

/** The content of a file and the places of its parts, or the errors of a file that is not readable. */
export type Source =
  | { readonly kind: 'Read'; readonly value: unknown; place(path: Path): Place }
  | { readonly kind: 'Broken'; readonly issues: readonly ValidationIssue[] };
