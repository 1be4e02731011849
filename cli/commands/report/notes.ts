import type { LastSweep } from '../../service/last-sweep.ts';
import type { TrailSearch } from '../../service/trails.ts';

export const NOT_LIVE_NOTE =
  'What stands on the pools is told as the service last put it; clr report --live reads the pools themselves.';

export function sweepNotes(sweep: LastSweep | undefined): readonly string[] {
  if (sweep === undefined) return ['No sweep has been yet.'];
  const held = sweep.held ? [`Held: ${sweep.lost} parameters are gone at once, and wait for a person.`] : [];
  return [`The last sweep ended at ${sweep.at}.`, ...held];
}

export function trailNotes({ kind }: TrailSearch): readonly string[] {
  if (kind === 'Logging') return [];
  return [
    kind === 'None'
      ? 'No trail logs management events: who edited a pool is not known.'
      : 'Whether a trail logs management events is not known; without one it is not known who edited a pool.',
  ];
}
