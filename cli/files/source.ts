/** A place in a file. Line and column start at 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export type Path = readonly (string | number)[];

/** The content of a file and the places of its parts. */
export type Source =
  | { readonly kind: 'Read'; readonly value: unknown; place(path: Path): Place }
  | { readonly kind: 'Broken'; readonly place: Place; readonly why: string };
