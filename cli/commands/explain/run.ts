import { parseParameter } from '../../../lib/domain/parameter/parse.ts';
import type { PoolFacts } from '../../../lib/domain/policy/policy.ts';
import { poolNotFoundText } from '../../../lib/domain/pool-not-found.ts';
import type { PoolRecord } from '../../../lib/domain/record.ts';
import { policiesFor } from '../../../lib/domain/rollout/versions.ts';
import { AwsCallError } from '../../../lib/reconcile/errors.ts';
import { factsOf } from '../../../lib/reconcile/policy-inputs.ts';
import { CliError } from '../../errors/cli-error.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { readParameter } from '../../parameters/parameter-store.ts';
import { storedPolicies } from '../../policies/stored-policies.ts';
import { missingPoolHint } from '../../pools/check-exists.ts';
import { type PoolSelector, selectPool } from '../../pools/select-pools.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { jsonText } from '../../terminal/json.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { explainSources } from './explanation.ts';
import { explanationText } from './render.ts';

export interface ExplainOptions extends ServiceOptions {
  readonly output: OutputFormat;
}

/**
 * Runs `clr explain`: shows for each event source of a pool which parameter or policy applies, and why the others do not.
 * Exits with 3 if an event source is rejected.
 */
export async function runExplain(
  terminal: Terminal,
  selector: PoolSelector,
  { output, ...options }: ExplainOptions,
): Promise<ExitCode> {
  const service = await openService(options);
  const userPoolId = await selectPool(service, selector);
  const { settings } = service;
  // The record first, as the service does: a later edit is then never taken for an older one.
  const recorded = await service.records.read(userPoolId);
  const stored = await readParameter(service, userPoolId);
  const policies = await storedPolicies(service);
  const observed = await service.delivery.get(userPoolId, service.context);
  if (observed.kind === 'PoolNotFound')
    throw new CliError(poolNotFoundText(userPoolId, settings), missingPoolHint(userPoolId, settings));
  const { facts, error: factsError } = await readFacts(service, userPoolId, recorded);
  const sources = explainSources({
    userPoolId,
    desired: parseParameter(stored, userPoolId, settings),
    policies: policiesFor(policies, { userPoolId, recorded }, settings),
    versions: policies,
    facts,
    recorded,
    observed: observed.LogConfigurations,
    settings,
  });
  const explanation = {
    userPoolId,
    ...(facts && { userPoolName: facts.name }),
    facts: facts ? { ...facts, tier: facts.tier ?? null } : null,
    ...(factsError !== undefined && { factsError }),
    policies: policies.length,
    sources,
  };
  if (output === 'json') terminal.print(jsonText('Explanation', settings, explanation), 'data');
  else terminal.print(explanationText(explanation, settings, service.clock.now(), terminal));
  return sources.some(({ state }) => state === 'Rejected') ? EXIT.somePoolsFailed : EXIT.success;
}

/** Reads the facts of the pool; without the permission, those of the record. */
async function readFacts(
  { descriptions, context }: OpenService,
  userPoolId: string,
  recorded: PoolRecord | undefined,
): Promise<{ readonly facts: PoolFacts | undefined; readonly error?: string }> {
  try {
    return { facts: factsOf(await descriptions.read(userPoolId, context)) };
  } catch (error) {
    if (!(error instanceof AwsCallError) || error.kind !== 'Permission') throw error;
    return { facts: recorded?.Facts, error: `cognito-idp:DescribeUserPool: ${error.errorName}` };
  }
}
