import { parsePolicy } from '../../../lib/domain/policy/parse.ts';
import type { ParsedPolicy } from '../../../lib/domain/policy/policy.ts';
import { formatIssue } from '../../../lib/domain/validation-issue.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import type { ParameterVersion } from '../../parameters/parameter-store.ts';
import { listPolicies } from '../../policies/list-policies.ts';
import { MISNAMED_REASON, renameCommands } from '../../policies/misnamed-policy.ts';
import { type OwnedPools, readOwnedPools } from '../../policies/owned-pools.ts';
import { readRollouts } from '../../rollouts/read-rollouts.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { jsonText } from '../../terminal/json.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { withSelection } from '../../terminal/with-selection.ts';
import { type ListedPolicy, policiesText } from './render.ts';

export interface PolicyListOptions extends ServiceOptions {
  readonly output: OutputFormat;
}

/** Runs `clr policy list`. Exits with 3 if a policy is invalid. */
export async function runPolicyList(
  terminal: Terminal,
  { output, ...options }: PolicyListOptions,
): Promise<ExitCode> {
  const service = await openService(options);
  const { settings } = service;
  const { policies: stored, misnamed } = await listPolicies(service);
  const owned = await readOwnedPools(service);
  const rollouts = new Map((await readRollouts(service)).map((one) => [one.policy, one]));
  const policies = [...stored]
    .map(([name, parameter]): ListedPolicy => {
      const rollout = rollouts.get(name);
      const found = listed(parsePolicy(parameter, name, settings), parameter, owned);
      return { ...found, ...(rollout && { rollout }) };
    })
    .toSorted(byRank);
  policies.push(...[...misnamed].map(([name, parameter]) => misnamedPolicy(name, parameter, service)));
  if (output === 'json') terminal.print(jsonText('Policies', settings, { policies }), 'data');
  else terminal.print(policiesText(policies, settings, terminal));
  return policies.some(({ state }) => state === 'Invalid') ? EXIT.somePoolsFailed : EXIT.success;
}

/** Returns the row of a parameter whose name cannot be the name of a policy. */
const misnamedPolicy = (
  policy: string,
  { version, at }: ParameterVersion,
  { settings, selection }: Pick<OpenService, 'settings' | 'selection'>,
): ListedPolicy => ({
  policy,
  parameterVersion: version,
  modifiedAt: at,
  pools: 0,
  poolsInConflict: 0,
  state: 'Invalid',
  logConfigurations: [],
  reasons: [
    MISNAMED_REASON,
    `To rename it, run: ${withSelection(renameCommands(settings.prefix, policy), selection)}`,
  ],
});

function listed(
  parsed: ParsedPolicy,
  { version, at }: ParameterVersion,
  { byPolicy, inConflict }: OwnedPools,
): ListedPolicy {
  const found = {
    policy: parsed.name,
    parameterVersion: version,
    modifiedAt: at,
    pools: byPolicy.get(parsed.name)?.length ?? 0,
    poolsInConflict: inConflict.get(parsed.name)?.length ?? 0,
  };
  if (parsed.kind === 'Invalid') {
    const { readable } = parsed;
    return {
      ...found,
      state: 'Invalid',
      ...(readable && {
        precedence: readable.Precedence,
        priority: readable.Priority,
        mode: readable.Mode,
        select: readable.Select,
      }),
      logConfigurations: [],
      reasons: parsed.issues.map(formatIssue),
    };
  }
  const { Description, Precedence, Priority, Mode, OnDelete, Select, LogConfigurations } = parsed.policy;
  return {
    ...found,
    state: 'Valid',
    ...(Description !== undefined && { description: Description }),
    precedence: Precedence,
    priority: Priority,
    mode: Mode,
    onDelete: OnDelete,
    select: Select,
    logConfigurations: LogConfigurations,
    reasons: [],
  };
}

/** In the order in which they go before each other; those whose rank is not known last. */
const byRank = (a: ListedPolicy, b: ListedPolicy): number =>
  level(a) - level(b) || (a.priority ?? 0) - (b.priority ?? 0) || (a.policy < b.policy ? -1 : 1);

const level = ({ precedence }: ListedPolicy): number =>
  precedence === undefined ? 2 : precedence === 'Mandatory' ? 0 : 1;
