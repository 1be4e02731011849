import * as z from 'zod/mini';

/** Parses an optional value; a missing or invalid one becomes `undefined`. */
export const undefinedIfInvalid = <T extends z.core.SomeType>(schema: T) =>
  z.catch(z.optional(schema), undefined);
