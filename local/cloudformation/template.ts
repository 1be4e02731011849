import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** A resource as the packaged template states it, intrinsics unresolved. */
const resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
});

const template = z.object({
  Parameters: z.record(z.string(), z.object({ Type: z.string(), Default: z.unknown() })).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), resource),
  Mappings: z.undefined({ error: 'Mappings are not known here' }).optional(),
  Transform: z.undefined({ error: 'Transform is not known here' }).optional(),
});

export type Template = z.output<typeof template>;

/** Rejects with an Error that names the file and every fault. */
export async function readTemplate(path: string): Promise<Template> {
  const read = template.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (read.success) return read.data;
  const faults = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`${path}: ${faults.join('; ')}`);
}
