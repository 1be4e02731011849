import { fromIni, fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { doesIdentityRequireRefresh, isIdentityExpired, memoizeIdentityProvider } from '@smithy/core';
import { type AwsAccess, clientAccess } from '../../lib/aws/aws-access.ts';
import { timeouts } from '../../lib/aws/timeouts.ts';
import type { CredentialSource } from './account-target.ts';
import { endpointsOf } from './profile-endpoints.ts';

/** The name of the session in CloudTrail. */
const RoleSessionName = 'clr';

type Access = Pick<AwsAccess, 'credentials' | 'endpoints'>;

/**
 * Returns a function that returns the same credentials for the same source, so that a role is assumed once for all Regions. All clients
 * of a target share them: the SDK caches credentials only within a client. The endpoints are those of the profile, if there is one.
 */
export function createAccess(): (source: CredentialSource) => Promise<Access> {
  const known = new Map<string, Promise<Access>>();
  return ({ profile, roleArn, externalId }) => {
    const key = JSON.stringify([profile, roleArn, externalId]);
    const access = known.get(key) ?? accessOf({ profile, roleArn, externalId });
    known.set(key, access);
    return access;
  };
}

type Source = { readonly [member in keyof CredentialSource]: string | undefined };

async function accessOf(source: Source): Promise<Access> {
  const { profile, roleArn } = source;
  const endpoints = profile === undefined ? undefined : await endpointsOf(profile);
  const access = endpoints === undefined ? {} : { endpoints };
  if (profile === undefined && roleArn === undefined) return access;
  const provider = providerOf(source, access);
  const credentials = memoizeIdentityProvider(provider, isIdentityExpired, doesIdentityRequireRefresh);
  return { ...access, ...(credentials && { credentials }) };
}

type Provider = ReturnType<typeof fromIni>;

function providerOf({ profile, roleArn, externalId }: Source, access: Access): Provider {
  const source = profile === undefined ? fromNodeProviderChain() : ofProfile(profile, access);
  if (roleArn === undefined) return source;
  return fromTemporaryCredentials({
    params: {
      RoleArn: roleArn,
      RoleSessionName,
      ...(externalId !== undefined && { ExternalId: externalId }),
    },
    masterCredentials: source,
    clientConfig: stsOptions(access),
  });
}

const stsOptions = (access: Access) => ({ ...timeouts, ...clientAccess(access, 'STS') });

/**
 * Not the provider chain: it would use the credentials of this machine for a profile without any. The SDK assumes the role of a profile
 * at the endpoint of the default profile.
 */
function ofProfile(profile: string, access: Access): Provider {
  return (properties) =>
    fromIni({
      profile,
      roleAssumer: (masterCredentials, params) =>
        fromTemporaryCredentials({ params, masterCredentials, clientConfig: stsOptions(access) })(properties),
    })(properties);
}
