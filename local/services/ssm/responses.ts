import { createHash } from 'node:crypto';
import { AwsError } from '../../core/aws-error.ts';
import { arnOf, type SsmStore, type Version } from './parameters.ts';

/** Returns a version as GetParameter and similar operations do, under the name of the request. */
export function toParameter(
  store: SsmStore,
  version: Version,
  decrypted: boolean,
  { name = version.name, selector }: { readonly name?: string; readonly selector?: string } = {},
): object {
  return {
    Name: name,
    Type: version.type,
    Value: shownValue(version, decrypted),
    Version: version.version,
    ...(selector !== undefined && { Selector: selector }),
    LastModifiedDate: version.changedAt / 1000,
    ARN: arnOf(store, version.name),
    DataType: version.dataType,
  };
}

/** A SecureString that is read without WithDecryption returns a hash instead of a real ciphertext. */
export function shownValue(version: Version, decrypted: boolean): string {
  if (version.type !== 'SecureString' || decrypted) return version.value;
  return createHash('sha256').update(version.value).digest('base64');
}

/** Returns a version without its value, as DescribeParameters and GetParameterHistory do. */
export function toParameterMetadata(version: Version): object {
  return {
    Name: version.name,
    Type: version.type,
    ...(version.keyId !== undefined && { KeyId: version.keyId }),
    LastModifiedDate: version.changedAt / 1000,
    LastModifiedUser: version.changedBy,
    ...(version.description !== undefined && { Description: version.description }),
    ...(version.allowedPattern !== undefined && { AllowedPattern: version.allowedPattern }),
    Version: version.version,
    Tier: version.tier,
    Policies: [],
    DataType: version.dataType,
  };
}

export const parameterNotFound = (name: string) =>
  new AwsError('ParameterNotFound', `Parameter ${name} not found.`);

/** The text is the one of getmoto/moto, which is from an AWS response (getmoto/moto pull request 3977). */
export const versionNotFound = (name: string, version: string) =>
  new AwsError(
    'ParameterVersionNotFound',
    `Systems Manager could not find version ${version} of ${name}. Verify the version and try again.`,
  );
