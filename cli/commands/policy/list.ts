import { parsePolicy } from '../../../lib/domain/policy/parse.ts';
import type { ParsedPolicy } from '../../../lib/domain/policy/policy.ts';
import { formatIssue } from '../../../lib/domain/validation-issue.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import type { ParameterVersion } from '../../parameters/parameter-store.ts';
import { listPolicyParameters } from '../../policies/list-policies.ts';
import { readOwnedPools } from '../../policies/owned-pools.ts';
import { readRollouts } from '../../rollouts/read-rollouts.ts';
import { openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { jsonText } from '../../terminal/json.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
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
  const stored = await listPolicyParameters(service);
  const { byPolicy } = await readOwnedPools(service);
  const rollouts = new Map((await readRollouts(service)).map((one) => [one.policy, one]));
  const policies = [...stored]
    .map(([name, parameter]): ListedPolicy => {
      const rollout = rollouts.get(name);
      const pools = byPolicy.get(name)?.length ?? 0;
      const found = listed(parsePolicy(parameter, name, settings), parameter, pools);
      return { ...found, ...(rollout && { rollout }) };
    })
    .toSorted(byRank);
  if (output === 'json') terminal.print(jsonText('Policies', settings, { policies }), 'data');
  else terminal.print(policiesText(policies, settings, terminal));
  return policies.some(({ state }) => state === 'Invalid') ? EXIT.somePoolsFailed : EXIT.success;
}

function listed(parsed: ParsedPolicy, { version, at }: ParameterVersion, pools: number): ListedPolicy {
  const found = { policy: parsed.name, parameterVersion: version, modifiedAt: at, pools };
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
