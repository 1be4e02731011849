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

test.each(['00', '03', '05'])('who wrote at second %s is named on the repair that undid it', (second) => {
  const named = withLateActor(record(applied, repaired), writer(second));
  expect(named).toEqual({
    ...record(applied, { ...repaired, Actor: writer(second) }),
    Revision: 5,
  });
});

test('a repair that is the only transition left takes any writer before it', () => {
  expect(withLateActor(record(repaired), writer('00'))?.Transitions.at(-1)?.Actor).toEqual(writer('00'));
});

test.each([
  ['who wrote after the repair', record(applied, repaired), writer('06')],
  ['who wrote before what came before', record({ ...applied, At: at('04.500') }, repaired), writer('03')],
  ['a second name', record(applied, { ...repaired, Actor: writer('03') }), writer('04')],
  ['what is no repair', record(applied), writer('00')],
  ['a record without transitions', record(), writer('00')],
  ['who only updated the pool', record(applied, repaired), { ...writer('03'), EventName: 'UpdateUserPool' }],
  ['a time that is none', record(applied, repaired), { ...writer('03'), At: 'soon' }],
])('%s is not taken', (_, given, actor) => {
  expect(withLateActor(given, actor)).toBeUndefined();
});
