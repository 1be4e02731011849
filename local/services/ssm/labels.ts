import { AwsError } from '../../core/aws-error.ts';
import { operation } from '../../core/operation.ts';
import { validateName } from './name-rules.ts';
import {
  emitChange,
  type History,
  historyOf,
  latest,
  type SsmStore,
  type Version,
  withVersion,
} from './parameters.ts';
import { parameterNotFound, versionNotFound } from './responses.ts';
import { labelParameterVersionInput, unlabelParameterVersionInput } from './shapes.ts';

const MAX_LABELS = 10;

/** Labels that break the rules are returned, not rejected. A label moves from the version that has it. */
export const labelParameterVersion = operation(labelParameterVersionInput, (store: SsmStore, input) => {
  const { history, version } = findVersion(store, input.Name, input.ParameterVersion);
  const wanted = [...new Set(input.Labels)];
  const valid = wanted.filter(isValidLabel);
  const labels = [...new Set([...(version.labels ?? []), ...valid])];
  if (labels.length > MAX_LABELS)
    throw new AwsError(
      'ParameterVersionLabelLimitExceeded',
      `A parameter version can have maximum ${MAX_LABELS} labels. Move one or more labels to another version and try again.`,
    );
  if (valid.length > 0) {
    const moved = history.filter(
      (other) => other !== version && other.labels?.some((label) => valid.includes(label)),
    );
    const cleared = moved.reduce(
      (all: History, other) => withVersion(all, withoutLabels(other, valid)),
      history,
    );
    const labeled = { ...version, labels };
    store.parameters.set(version.name, withVersion(cleared, labeled));
    emitChange(store, 'LabelParameterVersion', labeled);
  }
  return {
    InvalidLabels: wanted.filter((label) => !isValidLabel(label)),
    ParameterVersion: version.version,
  };
});

export const unlabelParameterVersion = operation(unlabelParameterVersionInput, (store: SsmStore, input) => {
  const { history, version } = findVersion(store, input.Name, input.ParameterVersion);
  const wanted = [...new Set(input.Labels)];
  const removed = wanted.filter((label) => version.labels?.includes(label));
  if (removed.length > 0)
    store.parameters.set(version.name, withVersion(history, withoutLabels(version, removed)));
  return { RemovedLabels: removed, InvalidLabels: wanted.filter((label) => !removed.includes(label)) };
});

function isValidLabel(label: string): boolean {
  return /^[a-zA-Z_.-][a-zA-Z0-9_.-]*$/.test(label) && !/^(aws|ssm)/i.test(label);
}

function withoutLabels({ labels, ...version }: Version, removed: readonly string[]): Version {
  const kept = (labels ?? []).filter((label) => !removed.includes(label));
  return kept.length === 0 ? version : { ...version, labels: kept };
}

/** Without a number, the latest version. */
function findVersion(
  store: SsmStore,
  given: string,
  number: number | undefined,
): { readonly history: History; readonly version: Version } {
  const name = given.trim();
  validateName(name);
  const history = historyOf(store.parameters, name);
  if (history === undefined) throw parameterNotFound(given);
  const version =
    number === undefined ? latest(history) : history.find((candidate) => candidate.version === number);
  if (version === undefined) throw versionNotFound(name, String(number));
  return { history, version };
}
