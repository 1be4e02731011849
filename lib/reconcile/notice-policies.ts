import { ownsSource } from '../domain/decide/sources/source-records.ts';
import type { StoredParameter } from '../domain/desired.ts';
import type { RecordedFreeze } from '../domain/freeze.ts';
import { parsePolicy } from '../domain/policy/parse.ts';
import { noticeVersion } from '../domain/rollout/notice.ts';
import type { PolicyRollout } from '../domain/rollout/rollout.ts';
import type { Settings } from '../domain/settings.ts';
import { parseText } from './policy-inputs.ts';
import type { Clock, Publisher, RecordSummary, RolloutStore, Telemetry } from './ports.ts';
import { reportRollout } from './report-rollouts.ts';

export interface NoticePorts {
  readonly rollouts: RolloutStore;
  readonly settings: Settings;
  readonly clock: Pick<Clock, 'now'>;
  readonly publisher: Publisher;
  readonly telemetry: Telemetry;
}

export interface FoundPolicies {
  readonly names: readonly string[];
  /** The parameters, by name. A policy without one was deleted. */
  readonly parameters: ReadonlyMap<string, StoredParameter>;
  readonly rollouts: ReadonlyMap<string, PolicyRollout>;
  /** Reads the records, which show the policies of an earlier version of the service. */
  readonly records: () => Promise<readonly RecordSummary[]>;
  /** The freeze that no sweep has followed up yet. */
  readonly freeze: RecordedFreeze | undefined;
}

/**
 * Stores and reports what the parameters of these policies mean for their rollouts: a new version starts one. Returns the rollouts
 * after that. If another invocation stores the same policy at the same time, its result is read.
 */
export async function noticePolicies(
  ports: NoticePorts,
  { names, parameters, rollouts, records, freeze }: FoundPolicies,
): Promise<ReadonlyMap<string, PolicyRollout>> {
  const { settings, clock } = ports;
  const result = new Map(rollouts);
  for (const name of names) {
    const before = rollouts.get(name);
    const parameter = parameters.get(name);
    const parsed = parameter && parsePolicy(parameter, name, settings);
    const isAdopted = before === undefined && parsed?.kind === 'Valid';
    const next = noticeVersion(
      name,
      before,
      parsed && parameter && { parsed, Text: parameter.value, ...versionOf(parameter) },
      {
        now: clock.now(),
        clearGraceSeconds: settings.clearGraceSeconds,
        ...(freeze && { frozenSince: beginOf(freeze) }),
        isOwner: isAdopted && (await records()).some((record) => ownsSource(record, name)),
        parse: (text) => parseText(text, name, settings),
      },
    );
    if (next !== undefined) await store(ports, result, next, before);
  }
  return result;
}

/** Stores a rollout and reports its change. After a conflict, the stored rollout replaces it. */
export async function store(
  ports: NoticePorts,
  rollouts: Map<string, PolicyRollout>,
  next: PolicyRollout,
  before: PolicyRollout | undefined,
): Promise<boolean> {
  if ((await ports.rollouts.write(next)) === 'Stored') {
    rollouts.set(next.Name, next);
    await reportRollout(ports, next, before);
    return true;
  }
  const stored = (await ports.rollouts.read([next.Name])).get(next.Name);
  if (stored) rollouts.set(next.Name, stored);
  return false;
}

const versionOf = ({ version }: StoredParameter) => (version === undefined ? {} : { Version: version });

/** The first function that found the service frozen may have done so late. A second freeze can begin after that. */
const beginOf = ({ Since, BeganAt = Since }: RecordedFreeze): string => (BeganAt < Since ? BeganAt : Since);
