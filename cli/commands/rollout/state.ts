import type { StoredParameter } from '../../../lib/domain/desired.ts';
import { parsePolicy } from '../../../lib/domain/policy/parse.ts';
import { policyParameterName } from '../../../lib/domain/policy/policy.ts';
import { noticeVersion } from '../../../lib/domain/rollout/notice.ts';
import type { PolicyRollout } from '../../../lib/domain/rollout/rollout.ts';
import { parseText } from '../../../lib/reconcile/policy-inputs.ts';
import { readNamed } from '../../parameters/parameter-store.ts';
import { listPolicyParameters } from '../../policies/list-policies.ts';
import { noPolicyError } from '../../policies/no-policy.ts';
import { rolloutViews } from '../../rollouts/read-rollouts.ts';
import type { RolloutView } from '../../rollouts/rollout-view.ts';
import type { OpenService } from '../../service/open-service.ts';

/** The version of a policy that applies to all its pools. */
export interface SettledVersion {
  readonly policy: string;
  readonly version: number | null;
  /** ISO 8601. */
  readonly at: string;
}

export interface RolloutState {
  readonly rollouts: readonly RolloutView[];
  /** The policies whose last edit the service has not processed yet. */
  readonly unprocessed: readonly string[];
  /** Of a named policy without an open rollout; null if no version of it was ever rolled out. */
  readonly settled?: SettledVersion | null;
}

type Stored = ReadonlyMap<string, PolicyRollout>;

/** Returns the open rollouts of all policies, and the edits that the service has not processed. */
export async function readAllRollouts(
  service: OpenService,
  poolNames: ReadonlyMap<string, string>,
): Promise<RolloutState> {
  const listed = await listPolicyParameters(service);
  const names = [...new Set([...(await service.policyNames.read()), ...listed.keys()])];
  const stored: Stored = names.length === 0 ? new Map() : await service.rollouts.read(names);
  const unprocessed = [...listed].flatMap(([name, parameter]) =>
    isUnprocessed(service, name, stored.get(name), parameter) ? [name] : [],
  );
  return { rollouts: rolloutViews(service, stored.values(), poolNames), unprocessed: unprocessed.toSorted() };
}

/** Returns the rollout of one policy. Throws CliError if the policy does not exist. */
export async function readOneRollout(
  service: OpenService,
  name: string,
  poolNames: ReadonlyMap<string, string>,
): Promise<RolloutState> {
  const parameter = await readNamed(service, policyParameterName(service.settings.prefix, name));
  const stored = (await service.rollouts.read([name])).get(name);
  const rollouts = rolloutViews(service, stored ? [stored] : [], poolNames);
  if (parameter === undefined && rollouts.length === 0) throw await noPolicyError(service, name);
  const { Settled } = stored ?? {};
  return {
    rollouts,
    unprocessed: isUnprocessed(service, name, stored, parameter) ? [name] : [],
    ...(rollouts.length === 0 && {
      settled: Settled ? { policy: name, version: Settled.Version ?? null, at: Settled.At } : null,
    }),
  };
}

/** Whether the service would change the rollout because of the parameter. It does so within seconds after an edit. */
export function isUnprocessed(
  { settings, clock }: Pick<OpenService, 'settings' | 'clock'>,
  name: string,
  stored: PolicyRollout | undefined,
  parameter: (Omit<StoredParameter, 'version'> & { readonly version: number }) | undefined,
): boolean {
  const found = parameter && {
    parsed: parsePolicy(parameter, name, settings),
    Text: parameter.value,
    Version: parameter.version,
  };
  const next = noticeVersion(name, stored, found, {
    now: clock.now(),
    clearGraceSeconds: settings.clearGraceSeconds,
    isOwner: false,
    parse: (text) => parseText(text, name, settings),
  });
  return next !== undefined;
}
