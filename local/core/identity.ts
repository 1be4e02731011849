import { createHash, randomBytes } from 'node:crypto';
import { AwsError } from './aws-error.ts';
import { partitionOf } from './partition.ts';
import type { AssumedRoleIdentity, Identity, UserIdentity } from './user-identity.ts';

export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

export interface Identities {
  /**
   * Returns the identity that signed the call. Throws MissingAuthenticationTokenException without an
   * Authorization header, and IncompleteSignatureException when its credential scope is invalid. Signatures
   * are not verified.
   */
  of(authorization: string | undefined): Identity;
  /** Returns the same credentials for the same role, session name and account-region. */
  issueRole(account: string, region: string, roleArn: string, sessionName: string): RoleCredentials;
  /** Returns the credentials and the identity of a client that assumed a role. The same ones for the same session. */
  assumeRole(
    roleArn: string,
    sessionName: string,
  ): RoleCredentials & { readonly userIdentity: AssumedRoleIdentity };
  /** The conditions of the trust policies of seeded roles, by the ARN of the role. */
  readonly trust: Map<string, { readonly externalId?: string }>;
}

const DEFAULT_ACCOUNT = '000000000000';
/** Callers choose access keys. When this many are cached, the cache is cleared. */
const MAX_IDENTITIES = 1000;
const CREDENTIAL_SCOPE = /\bCredential=([^/\s,]+)\/(\d{8})\/([^/\s,]+)\/([^/\s,]+)\/aws4_request\b/;
const REGION_NAME = /^[a-z]{2,}(-[a-z]+)+-\d+$/;

export function createIdentities(): Identities {
  const roles = new Map<string, Pick<Identity, 'account' | 'userIdentity' | 'caller'>>();
  /** A cache: hashing a name costs more than the rest of a call. */
  const identities = new Map<string, Identity>();
  const issued = new Map<string, RoleCredentials & { readonly userIdentity: AssumedRoleIdentity }>();
  const issue = (
    key: readonly string[],
    { account, roleArn, sessionName }: Session,
    caller: Identity['caller'],
  ) => {
    const name = JSON.stringify(key);
    const known = issued.get(name);
    if (known !== undefined) return known;
    const accessKeyId = `ASIA${token(16)}`;
    const userIdentity = assumedRole(accessKeyId, account, roleArn, sessionName);
    const credentials = {
      accessKeyId,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(48).toString('base64'),
      userIdentity,
    };
    issued.set(name, credentials);
    roles.set(accessKeyId, { account, userIdentity, caller });
    return credentials;
  };
  return {
    of(authorization) {
      if (authorization === undefined)
        throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token');
      const [, accessKeyId, , region] = CREDENTIAL_SCOPE.exec(authorization) ?? [];
      if (accessKeyId === undefined || region === undefined)
        throw new AwsError(
          'IncompleteSignatureException',
          `Authorization header requires 'Credential' parameter. Authorization=${authorization}`,
        );
      if (!REGION_NAME.test(region))
        throw new AwsError(
          'InvalidSignatureException',
          `Credential should be scoped to a valid region, not '${region}'.`,
        );
      const key = `${accessKeyId} ${region}`;
      const known = identities.get(key);
      if (known !== undefined) return known;
      const role = roles.get(accessKeyId);
      const account = role?.account ?? accountOf(accessKeyId);
      const identity = {
        accessKeyId,
        account,
        region,
        caller: role?.caller ?? 'clients',
        userIdentity: role?.userIdentity ?? iamUser(accessKeyId, account, region),
      };
      if (identities.size >= MAX_IDENTITIES) identities.clear();
      identities.set(key, identity);
      return identity;
    },
    issueRole: (account, region, roleArn, sessionName) =>
      issue([account, region, roleArn, sessionName], { account, roleArn, sessionName }, 'functions'),
    assumeRole: (roleArn, sessionName) =>
      issue(
        [roleArn, sessionName],
        { account: roleArn.split(':')[4] ?? DEFAULT_ACCOUNT, roleArn, sessionName },
        'clients',
      ),
    trust: new Map(),
  };
}

interface Session {
  readonly account: string;
  readonly roleArn: string;
  readonly sessionName: string;
}

function accountOf(accessKeyId: string): string {
  return /^\d{12}$/.test(accessKeyId) ? accessKeyId : DEFAULT_ACCOUNT;
}

function iamUser(accessKeyId: string, account: string, region: string): UserIdentity {
  return {
    type: 'IAMUser',
    principalId: `AIDA${idFrom(accessKeyId)}`,
    arn: `arn:${partitionOf(region)}:iam::${account}:user/${accessKeyId}`,
    accountId: account,
    accessKeyId,
    userName: accessKeyId,
  };
}

function assumedRole(
  accessKeyId: string,
  account: string,
  roleArn: string,
  sessionName: string,
): AssumedRoleIdentity {
  const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const roleId = `AROA${idFrom(roleArn)}`;
  const partition = roleArn.split(':')[1] ?? 'aws';
  return {
    type: 'AssumedRole',
    principalId: `${roleId}:${sessionName}`,
    arn: `arn:${partition}:sts::${account}:assumed-role/${roleName}/${sessionName}`,
    accountId: account,
    accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: roleId,
        arn: roleArn,
        accountId: account,
        userName: roleName,
      },
    },
  };
}

const BASE32_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function token(length: number): string {
  return Array.from(randomBytes(length), (byte) => BASE32_ALPHABET[byte % 32]).join('');
}

/** Returns the same principal ID for the same name. */
function idFrom(name: string): string {
  return Array.from(
    createHash('sha256').update(name).digest().subarray(0, 16),
    (byte) => BASE32_ALPHABET[byte % 32],
  ).join('');
}
