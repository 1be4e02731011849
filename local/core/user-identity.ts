/** The caller, from the SigV4 credential scope. It is not verified: the local cloud has no secrets. */
export interface Identity {
  /** `functions`: a function of a deployed stack. `clients`: everyone else, also with the credentials of a role. */
  readonly caller: 'clients' | 'functions';
  readonly accessKeyId: string;
  readonly account: string;
  readonly region: string;
  /** CloudTrail's `userIdentity`: an IAM user for an external caller, an assumed role for a function and for the credentials of AssumeRole. */
  readonly userIdentity: UserIdentity;
}

export type AssumedRoleIdentity = Extract<UserIdentity, { type: 'AssumedRole' }>;

export type UserIdentity =
  | {
      type: 'IAMUser';
      principalId: string;
      arn: string;
      accountId: string;
      accessKeyId: string;
      userName: string;
    }
  | {
      type: 'AssumedRole';
      principalId: string;
      arn: string;
      accountId: string;
      accessKeyId: string;
      sessionContext: {
        sessionIssuer: {
          type: 'Role';
          principalId: string;
          arn: string;
          accountId: string;
          userName: string;
        };
      };
    };
