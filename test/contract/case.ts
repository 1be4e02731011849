/**
 * What AWS is known to do, case by case, as data. In requests and answers, `<name>` stands for what the run has
 * under that name (placeholders.ts).
 */

/**
 * Who says so: `measured` on the live service by a third party, `documented` by AWS in prose, `modelled` in the
 * public API model, or `unverified`: nobody here could confirm it, and the local cloud does what seemed likely.
 */
export type Kind = 'measured' | 'documented' | 'modelled' | 'unverified';
export const kinds: readonly Kind[] = ['measured', 'documented', 'modelled', 'unverified'];

export interface Source {
  readonly kind: Kind;
  /** Where it was read, such as `AWS facts §1`. */
  readonly where: string;
}

export type ServiceName = 'cognito-idp' | 'ssm' | 'logs' | 'firehose';

export type Expected =
  /** Not a fault of shape: carried out, or refused by a rule behind the shapes. */
  | { readonly shape: 'accepted' }
  | {
      /** What the answer holds at least; lists whole, `LogConfigurations` in any order. */
      readonly body?: unknown;
      /** Members that the answer has, whatever they hold. */
      readonly with?: readonly string[];
      /** Members that the answer, or each element of its one list, does not have. */
      readonly without?: readonly string[];
      readonly length?: { readonly of: string; readonly atMost: number };
    }
  | {
      readonly error: string;
      /** The whole message, or what it holds. */
      readonly message?: string | { readonly holds: string };
    };

export interface Step {
  readonly call: `${ServiceName}.${string}`;
  /** JSON, or, as `{ raw }`, the very text of the body. */
  readonly send: unknown;
  /** Any success, unless said. */
  readonly answer?: Expected;
}

export interface ContractCase {
  readonly name: string;
  readonly source: Source;
  readonly steps: readonly Step[];
  /** Cannot be seen from outside an account, or would fill one. */
  readonly only?: 'local';
  /** Of the events that the steps caused, in order; seen on the local cloud alone. */
  readonly events?: readonly unknown[];
}

const facts = (kind: Kind) => (section: number) => ({ kind, where: `AWS facts §${section}` });

export const measured = facts('measured');
export const documented = facts('documented');
export const modelled = facts('modelled');
export const unverified = facts('unverified');
