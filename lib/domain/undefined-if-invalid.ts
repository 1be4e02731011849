import * as z from 'zod/mini';

/** What is worth having and never worth failing for: undefined where it is not there, or is no such thing. */
export const undefinedIfInvalid = <T extends z.core.SomeType>(schema: T) =>
  z.catch(z.optional(schema), undefined);
