import type { Actor } from '../../lib/domain/actor.ts';
import { overwrittenIn, writeWindow } from '../../lib/domain/overwritten-write.ts';
import { applied, later } from '../support/situation.ts';

/** CloudTrail's time is in whole seconds. */
const actorAt = (seconds: number, EventName = 'SetLogDeliveryConfiguration'): Actor => ({
  Arn: 'arn:aws:iam::1:role/team',
  At: `${later(seconds).toISOString().slice(0, 19)}Z`,
  EventName,
});
const Window = { From: later(0.4).toISOString(), To: later(2.2).toISOString() };

test.each([
  [-1, false],
  [0, true],
  [1, true],
  [2, true],
  [3, false],
])('a write %s s after noon is inside the window from 0.4 s to 2.2 s: %s', (seconds, isInside) => {
  expect(overwrittenIn(applied({ Window }), actorAt(seconds))).toEqual(isInside ? Window : undefined);
});

test('only a call that wrote log delivery is an overwritten write, and only for a record with a window', () => {
  expect(overwrittenIn(applied({ Window }), actorAt(1, 'UpdateUserPool'))).toBeUndefined();
  expect(overwrittenIn(applied({ Window }), undefined)).toBeUndefined();
  expect(overwrittenIn(applied(), actorAt(1))).toBeUndefined();
  expect(overwrittenIn(undefined, actorAt(1))).toBeUndefined();
});

test('the window of a write starts at the read, or after the second of the write that started the worker', () => {
  const window = (known?: Actor, to = 2.2) => writeWindow(later(0.4), later(to), known);
  expect(window()).toEqual(Window);
  expect(window(actorAt(-5))).toEqual(Window);
  expect(window(actorAt(0))).toEqual({ ...Window, From: later(1).toISOString() });
  expect(window(actorAt(0), 0.9)).toBeUndefined();
  expect(window(actorAt(0, 'UpdateUserPool'))).toEqual(Window);
  // The clock of this machine can be behind. Such a write may have been made after the read.
  expect(window(actorAt(1))).toEqual(Window);
});
