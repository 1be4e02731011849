import type { Settings } from '../domain/settings.ts';
import type { Clock } from './ports.ts';

/** The setting allows 15 minutes, which is more than an invocation has. */
const MAX_WAIT_SECONDS = 30;

/** Waits for `recheckDelay`, because a read of Parameter Store may lag behind the event of a change [unverified]. */
export const waitForReads = ({
  clock,
  settings,
}: {
  readonly clock: Pick<Clock, 'sleep'>;
  readonly settings: Pick<Settings, 'recheckDelaySeconds'>;
}): Promise<void> => clock.sleep(1000 * Math.min(settings.recheckDelaySeconds, MAX_WAIT_SECONDS));
