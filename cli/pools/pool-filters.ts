import type { ArrivalResult } from '../../lib/domain/arrival/arrival.ts';
import type { Outcome } from '../../lib/domain/outcome.ts';
import { matchesPattern } from '../../lib/domain/pattern.ts';
import { NOT_CHECKED_YET } from '../arrival/arrival-text.ts';
import { readArrivalCheck, readPoolArrivals } from '../arrival/read-arrivals.ts';
import { CliError } from '../errors/cli-error.ts';
import { EXIT } from '../errors/exit-codes.ts';
import type { OpenService } from '../service/open-service.ts';
import { shellWord } from '../service/profiles.ts';
import { listStatus } from '../service/status-records.ts';
import { pluralize } from '../terminal/text.ts';
import { listPoolNames, namesIn, readDirectory } from './pool-names.ts';

export interface TagFilter {
  readonly key: string;
  readonly value: string;
}

/** Options that select pools. All given options must match; the values of one, and of one tag key, are alternatives. */
export interface PoolFilters {
  readonly tag?: readonly TagFilter[];
  /** Patterns in which `*` is any text. */
  readonly name?: readonly string[];
  readonly outcome?: readonly Outcome[];
  /** The results of the check whether sign-in logs arrive. */
  readonly arrival?: readonly ArrivalResult[];
}

export const hasFilters = ({ tag = [], name = [], outcome = [], arrival = [] }: PoolFilters): boolean =>
  tag.length + name.length + outcome.length + arrival.length > 0;

/** Returns the options for a command line. */
export const filterWords = ({
  tag = [],
  name = [],
  outcome = [],
  arrival = [],
}: PoolFilters): readonly string[] => [
  ...tag.map(({ key, value }) => `--tag ${shellWord(key)}=${value === '' ? '' : shellWord(value)}`),
  ...name.map((pattern) => `--name ${shellWord(pattern)}`),
  ...outcome.map((one) => `--outcome ${one}`),
  ...arrival.map((one) => `--arrival ${one}`),
];

/** Returns the pools that match the filters, sorted; of `ids`, if given. */
export async function matchingPools(
  service: OpenService,
  { tag = [], name = [], outcome = [], arrival = [] }: PoolFilters,
  ids: readonly string[] | undefined,
): Promise<readonly string[]> {
  const matching = [
    ...(ids === undefined ? [] : [new Set(ids)]),
    ...(tag.length === 0 ? [] : [await poolsWithTags(service, tag)]),
    ...(name.length === 0 ? [] : [await poolsWithName(service, name)]),
    ...(outcome.length === 0 ? [] : [await poolsWithOutcome(service, outcome)]),
    ...(arrival.length === 0 ? [] : [await poolsWithArrival(service, arrival)]),
  ];
  const [first = new Set<string>(), ...others] = matching;
  return [...first].filter((id) => others.every((other) => other.has(id))).toSorted();
}

/** The same as `matchingPools`. Throws CliError if no pool matches, because commands read an empty selection as all pools. */
export async function filterPools(
  service: OpenService,
  filters: PoolFilters,
  ids: readonly string[] | undefined,
): Promise<readonly string[]> {
  const selected = await matchingPools(service, filters, ids);
  if (selected.length > 0) return selected;
  const given = filterWords(filters).join(' ');
  throw new CliError(
    ids === undefined
      ? `No pool matches ${given}.`
      : `None of ${pluralize(ids.length, 'pool')} matches ${given}.`,
    'To see all pools and their names, run: clr list. The sweep stores names and outcomes; tags are read from AWS.',
  );
}

async function poolsWithTags(
  { taggedPools, context }: OpenService,
  filters: readonly TagFilter[],
): Promise<ReadonlySet<string>> {
  const tagged = await taggedPools.list(context);
  const keys = [...new Set(filters.map(({ key }) => key))];
  const matches = (tags: Readonly<Record<string, string>>): boolean =>
    keys.every((key) => filters.some((one) => one.key === key && tags[key] === one.value));
  return new Set([...tagged].filter(([, tags]) => matches(tags)).map(([id]) => id));
}

/** A pool that was created or renamed after the last sweep is found only if no stored name matches. */
async function poolsWithName(
  service: OpenService,
  patterns: readonly string[],
): Promise<ReadonlySet<string>> {
  const matching = (names: ReadonlyMap<string, string>) =>
    new Set(
      [...names]
        .filter(([, name]) => patterns.some((pattern) => matchesPattern(pattern, name)))
        .map(([id]) => id),
    );
  const stored = matching(namesIn(await readDirectory(service)));
  return stored.size > 0 ? stored : matching(await listPoolNames(service));
}

/** A pool that the last sweep listed and that has no record is unmanaged. */
async function poolsWithOutcome(
  service: OpenService,
  outcomes: readonly Outcome[],
): Promise<ReadonlySet<string>> {
  const found = new Map<string, Outcome>();
  for (const id of (await readDirectory(service)).keys()) found.set(id, 'Unmanaged');
  for await (const page of listStatus(service.table, service.deployed.stateTable))
    for (const { UserPoolId, Status } of page) found.set(UserPoolId, Status.Outcome);
  return new Set([...found].filter(([, outcome]) => outcomes.includes(outcome)).map(([id]) => id));
}

/** Throws CliError if the service does not run the check, or has not run it yet: no pool would match. */
async function poolsWithArrival(
  service: OpenService,
  results: readonly ArrivalResult[],
): Promise<ReadonlySet<string>> {
  const check = await readArrivalCheck(service);
  if (check === undefined)
    throw new CliError(
      `--arrival needs the setting arrivalChecks, which is off in ${service.deployed.name}.`,
      'To check whether sign-in logs arrive, deploy the service with --param arrivalChecks=on. See docs/settings.md.',
      { exitCode: EXIT.usage },
    );
  if (check.last === undefined)
    throw new CliError(NOT_CHECKED_YET, 'Try again after the first check. Its schedule is arrivalSchedule.');
  const arrivals = await readPoolArrivals(service, check.last);
  return new Set([...arrivals].filter(([, { Result }]) => results.includes(Result)).map(([id]) => id));
}
