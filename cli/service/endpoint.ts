import { CliError } from '../errors/cli-error.ts';

interface Endpoint {
  /** The environment variable that contains the address. */
  readonly variable: string;
  /** Without user name and password. */
  readonly address: string;
}

/** Returns the endpoints that the environment sets in place of those of AWS: for all services, then for single ones. */
const configuredEndpoints = (env: NodeJS.ProcessEnv): readonly Endpoint[] =>
  Object.keys(env)
    .filter((variable) => /^AWS_ENDPOINT_URL(_|$)/.test(variable) && env[variable] !== '')
    .toSorted((a, b) => a.length - b.length)
    .map((variable) => ({ variable, address: withoutPassword(env[variable] ?? '') }));

const withoutPassword = (address: string): string => address.replace(/\/\/[^/@]*@/, '//');

export const configuredEndpoint = (env: NodeJS.ProcessEnv): Endpoint | undefined =>
  configuredEndpoints(env)[0];

export const isHttpAddress = (address: string): boolean =>
  URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);

/** Throws CliError if an endpoint is not an HTTP address. The SDK would call another address, or fail without its name. */
export function checkEndpoints(env: NodeJS.ProcessEnv): void {
  for (const { variable, address } of configuredEndpoints(env))
    if (!isHttpAddress(address))
      throw new CliError(
        `${variable} is ${JSON.stringify(address)}. Expected an address with http:// or https://.`,
        `Set ${variable} to an address like http://127.0.0.1:4566, or unset it.`,
      );
}
