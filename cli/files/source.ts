/** Where in a file, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export type Path = readonly (string | number)[];

/** A file's content, and where its parts stand. */
export type Source =
  | { readonly kind: 'Read'; readonly value: unknown; place(path: Path): Place }
  | { readonly kind: 'Broken'; readonly place: Place; readonly why: string };
