import { destinationText, type Home } from './destinations.ts';

/** A pool as the grouping needs it. */
export interface ProblemPool {
  readonly id: string;
  readonly outcome: string;
  readonly reasons: readonly string[];
  readonly findings: readonly { readonly problem: string; readonly destination?: string }[];
  /** The ARN of the other writer of a contested pool. */
  readonly otherWriter?: string;
  /** The last change of the parameter is not processed yet. */
  readonly unprocessed?: string;
  /** The ARN of the destination to which the sign-in logs of the pool do not arrive. */
  readonly silentDestination?: string;
  /** The result of a live read, as in `LiveRead`. */
  readonly live?: { readonly kind: string; readonly reason?: string };
}

/** One cause and the pools that have it. A pool with several causes is in several groups. */
export interface ProblemGroup {
  /** Identifies the cause in a link: lower case letters, digits and hyphens. */
  readonly key: string;
  /** One line without a period: `Log group /aws/vendedlogs/legacy does not exist`. */
  readonly title: string;
  /** Further lines: the ARN of the destination, or the reasons. */
  readonly details: readonly string[];
  readonly pools: readonly string[];
}

/** The titles of findings; the argument is the destination in its short form. */
const FINDING_TITLES: Readonly<Record<string, (destination: string) => string>> = {
  LogGroupMissing: (destination) => `${destination} does not exist`,
  StreamMissing: (destination) => `${destination} does not exist`,
  BucketMissing: (destination) => `${destination} does not exist`,
  StreamTagMissing: (destination) => `${destination} does not have the tag LogDeliveryEnabled=true`,
  TierTooLow: () => 'The tier of the pool is below PLUS',
  ThreatProtectionOff: () => 'Threat protection is off',
};

/** Returns a problem as one line without a period. An unknown problem is shown with its own name. */
export function problemTitle(problem: string, destination: string | undefined, home: Home): string {
  const where = destination === undefined ? 'The destination' : destinationText(destination, home);
  return FINDING_TITLES[problem]?.(where) ?? (destination === undefined ? problem : `${problem}: ${where}`);
}

interface Cause {
  readonly rank: number;
  readonly title: string;
  readonly details: readonly string[];
}

/** Groups the problems of pools by cause: the most urgent kind first, then the cause with the most pools. */
export function groupProblems(pools: readonly ProblemPool[], home: Home): readonly ProblemGroup[] {
  const groups = new Map<string, { cause: Cause; pools: string[] }>();
  for (const pool of pools)
    for (const cause of causesOf(pool, home)) {
      const key = JSON.stringify([cause.rank, cause.title, cause.details]);
      const known = groups.get(key);
      if (known === undefined) groups.set(key, { cause, pools: [pool.id] });
      else if (known.pools.at(-1) !== pool.id) known.pools.push(pool.id);
    }
  const keys = new Set<string>();
  return [...groups.values()]
    .toSorted((a, b) => a.cause.rank - b.cause.rank || b.pools.length - a.pools.length)
    .map(({ cause: { title, details }, pools: ids }) => ({
      key: newKey(title, keys),
      title,
      details,
      pools: ids,
    }));
}

function causesOf(
  { outcome, reasons, findings, otherWriter, unprocessed, silentDestination, live }: ProblemPool,
  home: Home,
): readonly Cause[] {
  const causes: Cause[] = [];
  if (live?.kind === 'Failed')
    causes.push({ rank: 0, title: `Could not be read: ${live.reason ?? 'unknown reason'}`, details: [] });
  if (unprocessed !== undefined)
    causes.push({ rank: 6, title: 'The last change of the parameter is not processed yet', details: [] });
  else if (live?.kind === 'Differs' && !['OutOfSync', 'Waiting', 'Rejected'].includes(outcome))
    causes.push({ rank: 1, title: 'The pool does not have the desired configuration now', details: [] });
  if (
    live?.kind === 'PoolNotFound' &&
    !['', 'PoolNotFound', 'Released', 'Cleared', 'Unmanaged'].includes(outcome)
  )
    causes.push({ rank: 1, title: 'The pool does not exist now', details: [] });
  for (const { problem, destination } of findings)
    causes.push({
      rank: 2,
      title: problemTitle(problem, destination, home),
      details: destination === undefined ? [] : [destination],
    });
  if (silentDestination !== undefined)
    causes.push({
      rank: 2,
      title: `Sign-in logs do not arrive at ${destinationText(silentDestination, home)}`,
      details: [silentDestination],
    });
  const isInSync = outcome === 'OutOfSync' && live?.kind === 'Same';
  const own = isInSync ? undefined : ofOutcome(outcome, reasons, otherWriter);
  return own === undefined ? causes : [...causes, own];
}

function ofOutcome(
  outcome: string,
  reasons: readonly string[],
  writer: string | undefined,
): Cause | undefined {
  switch (outcome) {
    case 'Rejected':
      return {
        rank: 3,
        title: withReason('Rejected', reasons.map(withoutValue)),
        details: reasons.slice(1).map(withoutValue),
      };
    case 'Contested':
      return {
        rank: 4,
        title:
          writer === undefined
            ? 'Another writer keeps changing the pool'
            : `${shortArn(writer)} keeps changing the pool`,
        details: writer === undefined ? [] : [writer],
      };
    case 'PoolNotFound':
      return { rank: 5, title: 'The pool does not exist', details: [] };
    case 'Waiting':
      return { rank: 6, title: withReason('Waiting', reasons), details: reasons.slice(1) };
    case 'OutOfSync':
      return { rank: 7, title: 'Out of sync: observe mode prevents a change', details: [] };
    default:
      return undefined;
  }
}

const withReason = (outcome: string, [first]: readonly string[]): string =>
  first === undefined ? outcome : `${outcome}: ${first.replace(/\.$/, '')}`;

/** Removes the value that was found, so that pools with the same error in different values have the same cause. */
export const withoutValue = (reason: string): string =>
  reason.replace(/: found .*\. Expected /s, ': expected ');

/** Returns the part of an ARN after the account, for example `assumed-role/Admin/jane`. */
export const shortArn = (arn: string): string => arn.split(':').slice(5).join(':') || arn;

function newKey(title: string, used: Set<string>): string {
  const base = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80);
  let key = base;
  for (let count = 2; used.has(key); count++) key = `${base}-${count}`;
  used.add(key);
  return key;
}
