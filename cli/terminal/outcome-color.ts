import { isFinished, isSettled, type Outcome } from '../../lib/domain/outcome.ts';

/** Returns the color of an outcome in a list. */
export function outcomeColor(outcome: Outcome): 'red' | 'yellow' | 'green' | 'dim' {
  if (isSettled(outcome)) return 'green';
  if (isFinished(outcome) || outcome === 'Unmanaged') return 'dim';
  return outcome === 'Waiting' || outcome === 'OutOfSync' ? 'yellow' : 'red';
}
