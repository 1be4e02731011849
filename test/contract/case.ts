/** The known behavior of AWS, case by case, as data. The run replaces each `<name>` in requests and responses. */

/**
 * The evidence for a case: `measured` on the live service by a third party, `documented` by AWS, `modelled` in the
 * public API model, or `unverified`. For an unverified case, the local cloud does what is most likely.
 */
export type Kind = 'measured' | 'documented' | 'modelled' | 'unverified';
export const kinds: readonly Kind[] = ['measured', 'documented', 'modelled', 'unverified'];

export interface Source {
  readonly kind: Kind;
  /** The source, for example `docs/aws-facts.md#set-replaces-list`. */
  readonly where: string;
}

export type ServiceName = 'cognito-idp' | 'ssm' | 'logs' | 'firehose' | 'tagging' | 'cloudwatch';

export type Expected =
  /** The shape is valid: the request succeeds, or a later check rejects it. */
  | { readonly shape: 'accepted' }
  | {
      /** A part of the response body. Lists are complete; `LogConfigurations` can have any order. */
      readonly body?: unknown;
      /** Members that the response has, with any value. */
      readonly with?: readonly string[];
      /** Members that neither the response nor an element of its lists has. */
      readonly without?: readonly string[];
      readonly length?: { readonly of: string; readonly atMost: number };
    }
  | {
      readonly error: string;
      /** The whole message, or a part of it. `null`: the response has no message. */
      readonly message?: string | { readonly contains: string } | null;
    };

export interface Step {
  readonly call: `${ServiceName}.${string}`;
  /** A JSON value, or `{ raw }` with the exact text of the body. */
  readonly send: unknown;
  /** The expected response. The default is any success. */
  readonly response?: Expected;
}

export interface ContractCase {
  readonly name: string;
  readonly source: Source;
  readonly steps: readonly Step[];
  /** Set for a case that is not visible from outside an account, or that would use up its limits. */
  readonly only?: 'local';
  /** The events that the steps cause, in order. Checked on the local cloud only. */
  readonly events?: readonly unknown[];
}

/** Returns a function that makes a source from an anchor of docs/aws-facts.md. */
const facts = (kind: Kind) => (anchor: string) => ({ kind, where: `docs/aws-facts.md#${anchor}` });

export const measured = facts('measured');
export const documented = facts('documented');
export const modelled = facts('modelled');
export const unverified = facts('unverified');
