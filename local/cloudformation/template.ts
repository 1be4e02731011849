import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** A resource of the packaged template, with unresolved intrinsic functions. */
const resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
});

const template = z.object({
  Parameters: z.record(z.string(), z.object({ Type: z.string(), Default: z.unknown() })).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), resource),
  Mappings: z.undefined({ error: 'Mappings are not supported' }).optional(),
  Transform: z.undefined({ error: 'Transform is not supported' }).optional(),
});

export type Template = z.output<typeof template>;

/** Rejects with an Error that contains the file name and every issue. */
export async function readTemplate(path: string): Promise<Template> {
  const read = template.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (read.success) return read.data;
  const issues = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`${path}: ${issues.join('; ')}`);
}
