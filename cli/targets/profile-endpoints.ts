import { booleanSelector, loadConfig, SelectorType } from '@smithy/core/config';
import { AWS_SERVICES, type AwsAccess, type AwsService } from '../../lib/aws/aws-access.ts';
import { CliError } from '../errors/cli-error.ts';
import { isHttpAddress } from '../service/endpoint.ts';

/**
 * Returns the endpoints that the environment and a profile set, by the rules of the AWS CLI: `AWS_ENDPOINT_URL_<SERVICE>`,
 * `AWS_ENDPOINT_URL`, the `services` section of the profile, its `endpoint_url`. The SDK itself reads only the profile of the process.
 * Throws CliError if one of the profile is not an HTTP address.
 */
export async function endpointsOf(profile: string): Promise<NonNullable<AwsAccess['endpoints']>> {
  const endpoints = new Map<AwsService, string>();
  if (await load(ignored, profile)) return endpoints;
  for (const service of AWS_SERVICES) {
    const endpoint = await load(endpointOf(service), profile);
    if (endpoint === undefined) continue;
    if (!isHttpAddress(endpoint))
      throw new CliError(
        `endpoint_url of the profile ${JSON.stringify(profile)} is ${JSON.stringify(endpoint)}. Expected an address with http:// or https://.`,
        'Correct it in ~/.aws/config, or remove it.',
      );
    endpoints.set(service, endpoint);
  }
  return endpoints;
}

type Selectors<T> = Parameters<typeof loadConfig<T>>[0];

const load = <T>(selectors: Selectors<T>, profile: string): Promise<T> =>
  loadConfig(selectors, { profile })();

const ignored: Selectors<boolean | undefined> = {
  environmentVariableSelector: (env) =>
    booleanSelector(env, 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', SelectorType.ENV),
  configFileSelector: (section) =>
    booleanSelector(section, 'ignore_configured_endpoint_urls', SelectorType.CONFIG),
  default: false,
};

function endpointOf(service: AwsService): Selectors<string | undefined> {
  const name = service.replaceAll(' ', '_');
  return {
    environmentVariableSelector: (env) =>
      env[`AWS_ENDPOINT_URL_${name.toUpperCase()}`] || env.AWS_ENDPOINT_URL || undefined,
    configFileSelector: (section, file) =>
      file?.[`services.${section.services}`]?.[`${name.toLowerCase()}.endpoint_url`] ||
      section.endpoint_url ||
      undefined,
    default: undefined,
  };
}
