import { fromIni, fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { AwsAccess } from '../../lib/aws/aws-access.ts';
import { timeouts } from '../../lib/aws/timeouts.ts';
import type { CredentialSource } from './account-target.ts';

/** The name of the session in CloudTrail. */
const RoleSessionName = 'clr';

/** Credentials are renewed when they end within this time. */
const RENEW_BEFORE_MS = 5 * 60_000;

/** Returns a function that returns the same credentials for the same source, so that a role is assumed once for all Regions. */
export function createCredentials(): (source: CredentialSource) => Pick<AwsAccess, 'credentials'> {
  const known = new Map<string, Provider>();
  return ({ profile, roleArn, externalId }) => {
    if (profile === undefined && roleArn === undefined) return {};
    const key = JSON.stringify([profile, roleArn, externalId]);
    const credentials = known.get(key) ?? shared(providerOf({ profile, roleArn, externalId }));
    known.set(key, credentials);
    return { credentials };
  };
}

type Provider = ReturnType<typeof fromIni>;

/** Not the provider chain for a profile: it would use the credentials of this machine for a profile without any. */
function providerOf({
  profile,
  roleArn,
  externalId,
}: {
  readonly [member in keyof CredentialSource]: string | undefined;
}): Provider {
  const source = profile === undefined ? fromNodeProviderChain() : fromIni({ profile });
  if (roleArn === undefined) return source;
  return fromTemporaryCredentials({
    params: {
      RoleArn: roleArn,
      RoleSessionName,
      ...(externalId !== undefined && { ExternalId: externalId }),
    },
    masterCredentials: source,
    clientConfig: timeouts,
  });
}

/** All clients of a target share the credentials. The SDK caches them only within a client. */
function shared(provider: Provider): Provider {
  let current: ReturnType<Provider> | undefined;
  return async (properties) => {
    const known = await current?.catch(() => undefined);
    const end = known?.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
    if (known !== undefined && end - Date.now() > RENEW_BEFORE_MS) return known;
    current = provider(properties);
    return current;
  };
}
