import { withLateActor } from '../../lib/domain/decide/late-actor-attribution.ts';
import { blankRecord, type PoolRecord, type Transition } from '../../lib/domain/record.ts';

const at = (second: string): string => `2026-11-23T10:00:${second}Z`;
const applied: Transition = { At: at('00.500'), From: 'Unmanaged', To: 'Applied', Reasons: [], After: [] };
const repaired: Transition = {
  At: at('05.200'),
  From: 'Applied',
  To: 'Repaired',
  Reasons: [],
  Before: [],
  After: [],
};
const record = (...Transitions: readonly Transition[]): PoolRecord => ({
  ...blankRecord('eu-west-1_aaaaaaaaa', new Date(at('00.000'))),
  Revision: 4,
  Transitions,
});
const writer = (second: string) => ({
  Arn: 'arn:aws:iam::1:user/m',
  At: at(second),
  EventName: 'SetLogDeliveryConfiguration',
});

test.each(['00', '03', '05'])(
  'adds an actor that wrote at second %s to the repair of that change',
  (second) => {
    const attributed = withLateActor(record(applied, repaired), writer(second));
    expect(attributed).toEqual({
      ...record(applied, { ...repaired, Actor: writer(second) }),
      Revision: 5,
    });
  },
);

test('replaces an actor by another one that wrote later but before the repair', () => {
  const stored = record(applied, { ...repaired, Actor: writer('03') });
  expect(withLateActor(stored, writer('04'))?.Transitions.at(-1)?.Actor).toEqual(writer('04'));
});

test('adds any earlier actor to a repair that is the only stored transition', () => {
  expect(withLateActor(record(repaired), writer('00'))?.Transitions.at(-1)?.Actor).toEqual(writer('00'));
});

test.each([
  ['an actor that wrote after the repair', record(applied, repaired), writer('06')],
  [
    'an actor that wrote before the preceding transition',
    record({ ...applied, At: at('04.500') }, repaired),
    writer('03'),
  ],
  ['the same actor again', record(applied, { ...repaired, Actor: writer('03') }), writer('03')],
  [
    'an actor that wrote before the stored actor',
    record(applied, { ...repaired, Actor: writer('04') }),
    writer('03'),
  ],
  ['an actor if the last transition is not a repair', record(applied), writer('00')],
  ['an actor if the record has no transitions', record(), writer('00')],
  [
    'an actor that only updated the pool',
    record(applied, repaired),
    { ...writer('03'), EventName: 'UpdateUserPool' },
  ],
  ['an actor with an invalid time', record(applied, repaired), { ...writer('03'), At: 'soon' }],
])('does not add %s', (_, given, actor) => {
  expect(withLateActor(given, actor)).toBeUndefined();
});
