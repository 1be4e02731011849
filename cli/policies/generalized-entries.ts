import { sameConfiguration } from '../../lib/domain/difference.ts';
import { DESTINATION_KEYS } from '../../lib/domain/event-sources.ts';
import { type LogConfiguration, normalized } from '../../lib/domain/log-configuration.ts';
import { entryForPool } from '../../lib/domain/policy/entry-for-pool.ts';
import type { Settings } from '../../lib/domain/settings.ts';

/** A pool with its current configuration. */
export interface ConfiguredPool {
  readonly userPoolId: string;
  readonly name: string;
  readonly entries: readonly LogConfiguration[];
}

export type ProposalSettings = Pick<Settings, 'account' | 'region' | 'allowedDestinations'>;

/**
 * Returns the forms of a pool's entries with macros in place of its ID, its name, or both, and the form without them. Each
 * form has the pool's entries as its result: a form that does not is left out.
 */
export function generalizedEntries(
  pool: ConfiguredPool,
  settings: ProposalSettings,
): readonly (readonly LogConfiguration[])[] {
  const { userPoolId, name } = pool;
  const values = { account: settings.account, region: settings.region, userPoolId, name };
  const id = (text: string): string => text.replaceAll(userPoolId, '<userPoolId>');
  const byName = (text: string): string => (name === '' ? text : text.replaceAll(name, '<userPoolName>'));
  const forms = [(text: string) => text, id, byName, (text: string) => byName(id(text))].map((replace) =>
    normalized(
      pool.entries.map((entry) => withArns(entry, (arn) => withPlace(replaceName(arn, replace), settings))),
    ),
  );
  return forms.filter((form) => {
    const expanded = form.map((entry) => entryForPool(entry, values, settings));
    const results = expanded.flatMap((one) => (one.kind === 'Expanded' ? [one.value] : []));
    return results.length === form.length && sameConfiguration(results, pool.entries);
  });
}

/** `arn:partition:service:Region:account:` */
const ARN = /^(arn:[^:]*:[^:]*:)([^:]*):([^:]*):(.*)$/s;

/** Only the name of the destination can contain the ID or the name of the pool. */
function replaceName(arn: string, replace: (text: string) => string): string {
  const [, start, region, account, name] = ARN.exec(arn) ?? [];
  return start === undefined ? arn : `${start}${region}:${account}:${replace(name ?? '')}`;
}

/** The ARN of a bucket contains neither an account nor a Region. */
function withPlace(arn: string, settings: ProposalSettings): string {
  const [, start, region, account, name] = ARN.exec(arn) ?? [];
  if (start === undefined) return arn;
  const place = region === settings.region ? '<region>' : region;
  const owner = account === settings.account ? '<accountId>' : account;
  return `${start}${place}:${owner}:${name}`;
}

/** Returns the entry with this account and Region in place of the macros. */
export const expandPlace = (
  entry: LogConfiguration,
  { account, region }: Pick<ProposalSettings, 'account' | 'region'>,
): LogConfiguration =>
  withArns(entry, (arn) => arn.replaceAll('<accountId>', account).replaceAll('<region>', region));

const withArns = (entry: LogConfiguration, replace: (arn: string) => string): LogConfiguration => ({
  EventSource: entry.EventSource,
  LogLevel: entry.LogLevel,
  ...Object.fromEntries(
    DESTINATION_KEYS.flatMap((key) => {
      const destination = entry[key];
      if (destination === undefined) return [];
      const members = Object.entries(destination).map(([member, arn]) => [member, replace(String(arn))]);
      return [[key, Object.fromEntries(members)]];
    }),
  ),
});
