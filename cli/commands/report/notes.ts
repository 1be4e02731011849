import { holdText } from '../../pools/hold-text.ts';
import type { LastSweep } from '../../service/last-sweep.ts';
import type { TrailSearch } from '../../service/trails.ts';

export const NOT_LIVE_NOTE =
  'The observed configuration is the one that the service last applied. To read the pools, add --live to clr report.';

export function sweepNotes(sweep: LastSweep | undefined): readonly string[] {
  if (sweep === undefined) return ['No sweep has run yet.'];
  const held = sweep.held ? [holdText(sweep.lost)] : [];
  return [`The last sweep ended at ${sweep.at}.`, ...held];
}

export function trailNotes({ kind }: TrailSearch): readonly string[] {
  if (kind === 'Logging') return [];
  return [
    kind === 'None'
      ? 'No trail logs management events, so the actors of pool changes are not known.'
      : 'It is not known whether a trail logs management events. Without one, the actors of pool changes are not known.',
  ];
}
