import { AwsError } from '../../core/aws-error.ts';
import type { Identities } from '../../core/identity.ts';
import { operation } from '../../core/operation.ts';
import { assumeRoleInput } from './shapes.ts';

export interface StsStore {
  readonly identities: Identities;
  now(): number;
}

const DEFAULT_SECONDS = 3600;

/**
 * Returns credentials of the role. Every role of every account exists. A seeded role with an external ID rejects calls
 * without this ID. The credentials do not expire, and session policies have no effect.
 */
export const assumeRole = operation(
  assumeRoleInput,
  (
    { identities, now }: StsStore,
    { RoleArn, RoleSessionName, ExternalId, DurationSeconds },
    { identity },
  ) => {
    const expected = identities.trust.get(RoleArn)?.externalId;
    if (!ROLE_ARN.test(RoleArn) || (expected !== undefined && expected !== ExternalId))
      throw new AwsError(
        'AccessDenied',
        `User: ${identity.userIdentity.arn} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
        403,
      );
    const { userIdentity, ...credentials } = identities.assumeRole(RoleArn, RoleSessionName);
    return {
      Credentials: {
        AccessKeyId: credentials.accessKeyId,
        SecretAccessKey: credentials.secretAccessKey,
        SessionToken: credentials.sessionToken,
        Expiration: new Date(now() + (DurationSeconds ?? DEFAULT_SECONDS) * 1000).toISOString(),
      },
      AssumedRoleUser: { AssumedRoleId: userIdentity.principalId, Arn: userIdentity.arn },
    };
  },
);

const ROLE_ARN = /^arn:[a-z-]+:iam::\d{12}:role\/.+$/;
