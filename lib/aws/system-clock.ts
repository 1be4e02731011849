import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../reconcile/ports.ts';

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (ms) => sleep(ms),
};
