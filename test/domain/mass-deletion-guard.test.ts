import { isHeld } from '../../lib/domain/mass-deletion-guard.ts';
import { settings } from '../support/situation.ts';

test.each([
  [{ managed: 10, lost: 4, accepted: 0, wasHeld: false }, false],
  [{ managed: 25, lost: 5, accepted: 0, wasHeld: false }, false],
  [{ managed: 24, lost: 5, accepted: 0, wasHeld: false }, true],
  [{ managed: 24, lost: 5, accepted: 4, wasHeld: false }, true],
  [{ managed: 24, lost: 5, accepted: 5, wasHeld: false }, false],
  [{ managed: 0, lost: 0, accepted: 0, wasHeld: false }, false],
  // Once held, no growth of the fleet lets go; only a person does, or parameters that come back.
  [{ managed: 100, lost: 5, accepted: 0, wasHeld: true }, true],
  [{ managed: 100, lost: 5, accepted: 5, wasHeld: true }, false],
  [{ managed: 10, lost: 4, accepted: 0, wasHeld: true }, false],
])('a mass deletion %j is held: %s', (losses, held) => {
  expect(isHeld(losses, settings)).toBe(held);
});
