import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { z } from 'zod';

type Api = { readonly resolveVariable: (address: string) => Promise<unknown> };

const resolverSchema = z.custom<(api: Api) => Promise<unknown>>((value) => typeof value === 'function');

/** Returns the exports of a file of `infra`. */
export const requireInfra = (file: string): unknown =>
  createRequire(import.meta.url)(resolve(import.meta.dirname, '../../infra', file));

/**
 * Calls a resolver of `infra` as a framework does, with these values of variables. Rejects when the resolver asks for
 * another variable.
 */
export function resolveWith(file: string, variables: Readonly<Record<string, string>>): Promise<unknown> {
  return resolverSchema.parse(requireInfra(file))({
    resolveVariable: async (address) => {
      if (!Object.hasOwn(variables, address)) throw new Error(`unknown variable: ${address}`);
      return variables[address];
    },
  });
}
