import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { ServiceEvent } from '../../lib/reconcile/ports.ts';

const docs = resolve(import.meta.dirname, '../../docs');
const ajv = new Ajv2020({ allErrors: true });
addFormats.default(ajv);

/** The schema that docs/events.md names for each detail type. */
function readSchemas(): ReadonlyMap<string, ValidateFunction> {
  const schemas = new Map<string, ValidateFunction>();
  for (const line of readFileSync(resolve(docs, 'events.md'), 'utf8').split('\n')) {
    const [, types = '', , schema = ''] = line.split('|');
    const file = /\((events\/[^)]+)\)/.exec(schema)?.[1];
    if (file === undefined) continue;
    const validate = ajv.compile(JSON.parse(readFileSync(resolve(docs, file), 'utf8')));
    for (const [, type = ''] of types.matchAll(/`([^`]+)`/g)) schemas.set(type, validate);
  }
  return schemas;
}
const schemas = readSchemas();

export const documentedTypes: readonly string[] = [...schemas.keys()];

/** Returns the violations of an event's documented schema. */
export function schemaErrors({ detailType, detail }: ServiceEvent): readonly string[] {
  const validate = schemas.get(detailType);
  if (!validate) return [`${detailType} is not documented`];
  // As EventBridge receives it: members that JSON omits are missing.
  if (validate(JSON.parse(JSON.stringify(detail)))) return [];
  return (validate.errors ?? []).map((fault) => `${detailType}${fault.instancePath} ${fault.message}`);
}
