import { noteSide, observedSide } from '../../html/configuration.ts';
import type { PoolView } from '../../html/pool-view.ts';
import { byUrgency, CATEGORIES, CATEGORY_TEXTS, categoryOf } from '../../html/states.ts';
import { countCategories, verdictText, verdictTone } from '../../html/verdict.ts';
import { OUTCOMES } from '../../lib/domain/outcome.ts';
import { group, pool, recorded, silent, unmanaged } from './sample-pools.ts';

const arrival = (result: string) => ({
  result,
  since: '2026-03-01T12:00:00.000Z',
  destination: 'arn:aws:firehose:eu-west-1:123456789012:deliverystream/s',
  missedWindows: 2,
  text: `${result}.`,
});
const failed = { kind: 'Failed', reason: 'AccessDenied' } as const;

test.each<[string, PoolView, string]>([
  ['in sync', pool('a'), 'delivering'],
  ['applied and not read', pool('a', 'Applied', { live: { kind: 'Same' } }), 'delivering'],
  ['in sync with an empty configuration', pool('a', 'InSync', { desired: observedSide([]) }), 'off'],
  ['in sync with a missing destination', silent('a', 'gone'), 'silent'],
  [
    'in sync, and its sign-in logs do not arrive',
    pool('a', 'InSync', { arrival: arrival('NotArriving') }),
    'silent',
  ],
  ['in sync, and not known to deliver', pool('a', 'InSync', { arrival: arrival('Unknown') }), 'delivering'],
  [
    'rejected, and its sign-in logs do not arrive',
    pool('a', 'Rejected', { arrival: arrival('NotArriving') }),
    'rejected',
  ],
  ['in sync, but emptied by another client', pool('a', 'InSync', { live: { kind: 'Differs' } }), 'differs'],
  ['repaired, but changed again', pool('a', 'Repaired', { live: { kind: 'Differs' } }), 'differs'],
  ['contested, and different now', pool('a', 'Contested', { live: { kind: 'Differs' } }), 'differs'],
  ['not found earlier, but exists now', pool('a', 'PoolNotFound', { live: { kind: 'Differs' } }), 'differs'],
  ['in sync, but deleted now', pool('a', 'InSync', { live: { kind: 'PoolNotFound' } }), 'missing'],
  ['in sync, but not read', pool('a', 'InSync', { live: failed }), 'unread'],
  ['rejected, and not read', pool('a', 'Rejected', { live: failed }), 'unread'],
  ['unmanaged, and not read', { ...unmanaged('a'), live: failed }, 'unread'],
  ['rejected, so it differs', pool('a', 'Rejected', { live: { kind: 'Differs' } }), 'rejected'],
  ['out of sync in observe mode', pool('a', 'OutOfSync', { live: { kind: 'Differs' } }), 'observed'],
  ['in sync again in observe mode', pool('a', 'OutOfSync', { live: { kind: 'Same' } }), 'delivering'],
  ['waiting', pool('a', 'Waiting', { live: { kind: 'Differs' } }), 'pending'],
  ['in sync, with an edit that is not processed', pool('a', 'InSync', { unprocessed: 'Edited.' }), 'pending'],
  ['released', pool('a', 'Released'), 'former'],
  ['released, and deleted', pool('a', 'Released', { live: { kind: 'PoolNotFound' } }), 'former'],
  ['without a parameter and a record', unmanaged('a'), 'unmanaged'],
  ['with a parameter and without a record', { ...unmanaged('a'), hasParameter: true }, 'pending'],
])('the category of a pool that is %s', (_, view, category) => {
  expect(categoryOf(view)).toBe(category);
});

test('every outcome of the service has a category, and a live difference is never shown as delivering', () => {
  for (const outcome of OUTCOMES) {
    expect(CATEGORIES).toContain(categoryOf(pool('a', outcome)));
    const category = categoryOf(pool('a', outcome, { live: { kind: 'Differs' } }));
    expect(['delivering', 'off', 'silent']).not.toContain(category);
  }
});

const fleet = [
  ...Array.from({ length: 257 }, (_, at) => pool(`d${at}`)),
  ...Array.from({ length: 37 }, (_, at) => silent(`s${at}`, 'legacy')),
  ...['r1', 'r2', 'r3'].map((id) => pool(id, 'Rejected')),
  ...Array.from({ length: 10 }, (_, at) => unmanaged(`u${at}`)),
];

test('the verdict names every category with its count, and the counts add up to the number of pools', () => {
  const counts = countCategories(fleet);
  expect(verdictText(counts)).toBe(
    '257 of 307 pools deliver as intended, 37 are silent, 3 are rejected, 10 are unmanaged.',
  );
  expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(fleet.length);
  expect(verdictTone(counts)).toBe('bad');
});

test.each<[readonly PoolView[], string, string]>([
  [[], 'There are no pools.', 'wait'],
  [[pool('a')], 'The only pool delivers as intended.', 'good'],
  [[pool('a'), pool('b')], 'All 2 pools deliver as intended.', 'good'],
  [[pool('a'), unmanaged('b')], '1 of 2 pools delivers as intended, 1 is unmanaged.', 'wait'],
  [[pool('a', 'Rejected')], 'None of 1 pool delivers as intended, 1 is rejected.', 'bad'],
  [
    [pool('a', 'InSync', { desired: observedSide([]) })],
    'None of 1 pool delivers as intended, 1 exports no logs, as intended.',
    'good',
  ],
])('the verdict of a small fleet, number %#', (pools, text, tone) => {
  expect(verdictText(countCategories(pools))).toBe(text);
  expect(verdictTone(countCategories(pools))).toBe(tone);
});

test('pools that were not read or that differ now come first, and pools that deliver come last', () => {
  const differs = pool('b', 'InSync', { live: { kind: 'Differs' } });
  const pools = [
    pool('a'),
    silent('c', 'x'),
    differs,
    pool('d', 'InSync', { live: failed }),
    pool('e', 'Rejected'),
  ];
  expect(pools.toSorted(byUrgency).map(({ id }) => id)).toEqual(['d', 'b', 'c', 'e', 'a']);
});

test('every category has a definition', () => {
  for (const category of CATEGORIES) expect(CATEGORY_TEXTS[category].definition).toMatch(/^[A-Z].*\.$/);
});

test('a pool of an unknown outcome is pending, so that it is not shown as delivering', () => {
  const view = pool('a', 'Invented', { desired: noteSide('x'), observed: observedSide([group('a')]) });
  expect(categoryOf({ ...view, recorded: recorded('Invented') })).toBe('pending');
});
