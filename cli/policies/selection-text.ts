import type { Home } from '../../html/destinations.ts';
import type { LogConfiguration } from '../../lib/domain/log-configuration.ts';
import type { Criteria, Selection } from '../../lib/domain/policy/policy.ts';
import { deliveryText } from '../pools/short-destination.ts';
import { formatSample } from '../terminal/text.ts';
import { expandPlace } from './generalized-entries.ts';

/** Returns a selection in short: `tag env=prod|staging, name shop-*, not 1 ID`. */
export function selectionText({ Exclude, ...criteria }: Selection): string {
  const included = criteriaTexts(criteria);
  const excluded = Exclude ? criteriaTexts(Exclude) : [];
  return [
    included.length === 0 ? 'all pools' : included.join(' and '),
    ...(excluded.length === 0 ? [] : [`except ${excluded.join(' or ')}`]),
  ].join(', ');
}

const criteriaTexts = ({ Ids, Names, Tags, Tiers }: Criteria): readonly string[] => [
  ...(Ids ? [Ids.length === 1 ? `ID ${Ids[0]}` : `${Ids.length} IDs`] : []),
  ...(Names ? [`name ${alternatives(Names)}`] : []),
  ...Object.entries(Tags ?? {}).map(([key, values]) => `tag ${key}=${alternatives(values)}`),
  ...(Tiers ? [`tier ${alternatives(Tiers)}`] : []),
];

const alternatives = (values: readonly string[]): string =>
  values.length > 5 ? formatSample(values, values.length) : values.join('|');

/** Returns what a policy sends. The account and the Region are those of `home`; other macros stay. */
export const policyDelivery = (entries: readonly LogConfiguration[], home: Home): string =>
  deliveryText(
    entries.map((entry) => expandPlace(entry, home)),
    home,
  );
