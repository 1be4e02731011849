import { keptSlots } from '../../../lib/aws/rate-limiter/kept-slots.ts';
import { NOON } from '../../support/situation.ts';

const now = NOON.getTime();
const keeping = { keepMs: 250, callsPerSpare: 2 };

test('returns the slots in order, until they have been kept too long', () => {
  const kept = keptSlots(keeping, 50);
  kept.add(now, 3);
  kept.expire(now + 300);
  expect(kept.earliest()).toBe(now + 50);
  kept.use();
  expect(kept.earliest()).toBe(now + 100);
  kept.expire(now + 351);
  expect(kept.earliest()).toBeUndefined();
});

test('a call earns a part of a spare slot until the slot after the last one would have expired', () => {
  const kept = keptSlots(keeping, 50);
  kept.add(now, 4);
  for (let call = 0; call < 4; call++) kept.use();
  expect(kept.spare()).toBe(2);
  kept.resume(now + 150 + 300);
  expect(kept.spare()).toBe(2);
  kept.resume(now + 150 + 301);
  expect(kept.spare()).toBe(0);
});

test('discards the slots before a time', () => {
  const kept = keptSlots(keeping, 50);
  kept.add(now, 3);
  kept.discardBefore(now + 60);
  expect(kept.earliest()).toBe(now + 100);
});

test('discards the slots of a clock that has moved back since', () => {
  const kept = keptSlots(keeping, 50);
  kept.add(now, 3);
  kept.resume(now - 3_600_000);
  expect(kept.earliest()).toBeUndefined();
});
