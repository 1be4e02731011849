import { isOnHold } from '../../lib/domain/mass-deletion-guard.ts';
import { settings } from '../support/situation.ts';

test.each([
  [{ managed: 10, lost: 4, accepted: 0, wasHeld: false }, false],
  [{ managed: 25, lost: 5, accepted: 0, wasHeld: false }, false],
  [{ managed: 24, lost: 5, accepted: 0, wasHeld: false }, true],
  [{ managed: 24, lost: 5, accepted: 4, wasHeld: false }, true],
  [{ managed: 24, lost: 5, accepted: 5, wasHeld: false }, false],
  [{ managed: 0, lost: 0, accepted: 0, wasHeld: false }, false],
  // The hold continues when the fleet grows. It ends when the operator accepts or parameters are restored.
  [{ managed: 100, lost: 5, accepted: 0, wasHeld: true }, true],
  [{ managed: 100, lost: 5, accepted: 5, wasHeld: true }, false],
  [{ managed: 10, lost: 4, accepted: 0, wasHeld: true }, false],
])('puts deletions with %j on hold: %s', (losses, onHold) => {
  expect(isOnHold(losses, settings)).toBe(onHold);
});
