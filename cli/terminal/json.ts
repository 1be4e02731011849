import type { Terminal } from './terminal.ts';

/** Version of the documented JSON (docs/clr.md). Increase it when a member is removed or changes its meaning. */
const VERSION = 2;

/** The account and the Region that the output describes. The settings of a service are one. */
export interface JsonScope {
  readonly account: string | undefined;
  readonly region: string | undefined;
}

/** The members of a kind. A member with the name of a common one would hide it. */
export type JsonMembers = Readonly<Record<string, unknown>> & {
  readonly [name in 'version' | 'kind' | 'account' | 'region' | 'incomplete']?: never;
};

/**
 * Returns the output for `-o json`: the version, the kind, the account, the Region and the members of the kind. An
 * account or a Region that the command does not know is `null`.
 */
export const jsonText = (kind: string, scope: JsonScope, members: JsonMembers): string =>
  print(kind, scope, members);

/**
 * Returns the output for `-o json` of a command that lists pools. `incomplete` is true after Ctrl-C: pools can be
 * missing.
 */
export const poolsJsonText = (
  kind: string,
  scope: JsonScope,
  { interrupted }: Pick<Terminal, 'interrupted'>,
  members: JsonMembers,
): string => print(kind, scope, { incomplete: interrupted.aborted, ...members });

const print = (kind: string, { account, region }: JsonScope, members: object): string =>
  JSON.stringify(
    { version: VERSION, kind, account: account ?? null, region: region ?? null, ...members },
    null,
    2,
  );
