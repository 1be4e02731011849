import type { LogConfiguration } from '../../lib/domain/log-configuration.ts';
import { isPolicyName, type Selection } from '../../lib/domain/policy/policy.ts';
import { type ConfiguredPool, generalizedEntries, type ProposalSettings } from './generalized-entries.ts';
import { type KnownPool, selectionFor } from './proposed-selection.ts';

/** The value of a proposed policy. All other members have their default. */
export interface PolicyProposalValue {
  readonly Select: Selection;
  readonly LogConfigurations: readonly LogConfiguration[];
}

export interface PolicyProposal {
  readonly name: string;
  readonly value: PolicyProposalValue;
  readonly userPoolIds: readonly string[];
}

export interface Proposals {
  readonly policies: readonly PolicyProposal[];
  /** The pools that no proposed policy covers. */
  readonly left: readonly string[];
}

export interface ProposalInputs {
  /** The pools to cover. */
  readonly pools: readonly ConfiguredPool[];
  /** All pools of the account and Region: a selection must not contain another one. */
  readonly all: readonly KnownPool[];
  /** The names of the policies that exist. */
  readonly taken: readonly string[];
  readonly settings: ProposalSettings;
}

/** A policy with one pool would only be a parameter with more words. */
const MIN_POOLS = 2;

/** The limit of a standard parameter (docs/aws-facts.md#parameter-limits), without what an operator adds. */
const MAX_BYTES = 3_800;

/**
 * Proposes policies for groups of pools that have the same configuration up to the macros: the largest group first, then the
 * largest of the remaining pools. The policies leave the pools unchanged.
 */
export function proposePolicies({ pools, all, taken, settings }: ProposalInputs): Proposals {
  const known = new Map(all.map((pool) => [pool.userPoolId, pool]));
  const names = new Set(taken);
  const policies: PolicyProposal[] = [];
  const candidates = formsByKey(pools, settings);
  let rest = new Set(pools.map(({ userPoolId }) => userPoolId));
  for (;;) {
    const group = largest(candidates, rest);
    if (group === undefined) break;
    rest = new Set([...rest].filter((id) => !group.ids.includes(id)));
    const members = group.ids.flatMap((id) => known.get(id) ?? []);
    if (members.length < group.ids.length) continue;
    const { select, name } = selectionFor(members, all);
    for (const part of parts(select, group.entries)) {
      const unique = uniqueName(name ?? destinationName(group.entries), names);
      names.add(unique);
      policies.push({ name: unique, value: part, userPoolIds: part.Select.Ids ?? group.ids });
    }
  }
  const covered = new Set(policies.flatMap(({ userPoolIds }) => userPoolIds));
  return { policies, left: pools.map(({ userPoolId }) => userPoolId).filter((id) => !covered.has(id)) };
}

interface Candidate {
  readonly entries: readonly LogConfiguration[];
  readonly ids: string[];
}

/** Returns the pools of each form of their entries. A pool without log delivery cannot be the pool of a policy. */
function formsByKey(
  pools: readonly ConfiguredPool[],
  settings: ProposalSettings,
): ReadonlyMap<string, Candidate> {
  const forms = new Map<string, Candidate>();
  for (const pool of pools) {
    if (pool.entries.length === 0) continue;
    for (const entries of generalizedEntries(pool, settings)) {
      const key = JSON.stringify(entries);
      const found = forms.get(key) ?? { entries, ids: [] };
      // Two forms are the same if the ID or the name does not occur.
      if (found.ids.at(-1) !== pool.userPoolId) found.ids.push(pool.userPoolId);
      forms.set(key, found);
    }
  }
  return forms;
}

/** Returns the form with the most remaining pools; of equal ones, the one with the fewest macros. */
function largest(forms: ReadonlyMap<string, Candidate>, rest: ReadonlySet<string>): Candidate | undefined {
  let best: (Candidate & { readonly key: string }) | undefined;
  for (const [key, { entries, ids }] of forms) {
    const remaining = ids.filter((id) => rest.has(id));
    if (remaining.length < MIN_POOLS) continue;
    const order = best && (best.ids.length - remaining.length || macros(key) - macros(best.key));
    if (best === undefined || (order !== undefined && (order < 0 || (order === 0 && key < best.key))))
      best = { key, entries, ids: remaining };
  }
  return best;
}

const macros = (key: string): number => key.split('<').length;

/** Returns the value, or several ones if it has too many IDs for a parameter. */
function parts(
  Select: Selection,
  LogConfigurations: readonly LogConfiguration[],
): readonly PolicyProposalValue[] {
  const value = { Select, LogConfigurations };
  const { Ids } = Select;
  if (Ids === undefined || Ids.length === 1 || Buffer.byteLength(JSON.stringify(value, null, 2)) <= MAX_BYTES)
    return [value];
  const half = Math.ceil(Ids.length / 2);
  return [Ids.slice(0, half), Ids.slice(half)].flatMap((ids) => parts({ Ids: ids }, LogConfigurations));
}

/** Returns the name of the first destination, without macros. */
function destinationName([entry]: readonly LogConfiguration[]): string {
  const arn =
    entry?.CloudWatchLogsConfiguration?.LogGroupArn ??
    entry?.FirehoseConfiguration?.StreamArn ??
    entry?.S3Configuration?.BucketArn ??
    '';
  const words = arn.replaceAll(/<\w+>/g, '').split(/[/:]/);
  return words.findLast((word) => /[a-z0-9]/i.test(word)) ?? '';
}

const MAX_NAME = 56;

function uniqueName(text: string, names: ReadonlySet<string>): string {
  const plain = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, MAX_NAME);
  const base = isPolicyName(plain) ? plain : 'pools';
  if (!names.has(base)) return base;
  let number = 2;
  while (names.has(`${base}-${number}`)) number += 1;
  return `${base}-${number}`;
}
