import { parse } from 'yaml';
import { z } from 'zod';

const cloudFormation = z.object({
  Parameters: z.record(z.string(), z.object({ Type: z.string(), Default: z.string() })),
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()) }),
  ),
});
/** Returns the template with the long form of the functions. */
export const readTemplate = (text: string) => {
  const functionOf = (tag: string, key: string) => ({
    tag,
    resolve: (value: string) => ({ [key]: value }),
  });
  const customTags = [functionOf('!Sub', 'Fn::Sub'), functionOf('!Ref', 'Ref')];
  return { Conditions: {}, ...cloudFormation.parse(parse(text, { customTags })) };
};
