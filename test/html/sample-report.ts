import { noteSide, observedSide } from '../../html/configuration.ts';
import type { PoolView } from '../../html/pool-view.ts';
import { group, pool, recorded, reportView, silent, stream, unmanaged } from './sample-pools.ts';

const MALLORY = 'arn:aws:iam::123456789012:user/mallory';
const repaired = pool('eu-west-1_c', 'Repaired', {
  name: 'prod-shop',
  desired: observedSide([group('a'), stream('sign-ins')]),
  observed: observedSide([group('a'), stream('sign-ins')]),
  recorded: recorded('Repaired', {
    driftCount: 3,
    since: '2026-03-01T13:00:00.000Z',
    appliedAt: '2026-03-01T13:00:00.000Z',
  }),
  history: [
    {
      at: '2026-03-01T13:00:00.000Z',
      kind: 'outcome',
      outcome: 'Repaired',
      title: 'Repaired',
      lines: ['LogLevel: "INFO" → "ERROR"'],
    },
    {
      at: '2026-03-01T12:59:59.000Z',
      kind: 'writer',
      title: 'SetLogDeliveryConfiguration',
      by: MALLORY,
      lines: [],
    },
  ],
});
/** One pool of each kind. Some of their values are scripts. */
export const pools: readonly PoolView[] = [
  repaired,
  unmanaged('eu-west-1_free'),
  silent('eu-west-1_s', '/aws/vendedlogs/legacy'),
  pool('eu-west-1_b', 'Rejected', {
    desired: noteSide('not a valid parameter'),
    recorded: recorded('Rejected', {
      reasons: ['Mode: found "<script>alert(1)</script>". Expected "Enforce".'],
    }),
  }),
  pool('eu-west-1_e', 'InSync', {
    name: '<img src=x onerror=alert(1)>',
    observed: observedSide([]),
    live: { kind: 'Differs' },
  }),
  pool('eu-west-1_u', 'InSync', {
    observed: noteSide('could not be read: AccessDenied'),
    live: { kind: 'Failed', reason: 'AccessDenied' },
  }),
];
export const incomplete = reportView({ pools, missing: ['1 of 6 pools could not be read: AccessDenied.'] });
