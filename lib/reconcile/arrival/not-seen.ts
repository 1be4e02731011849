import type { Evidence } from '../../domain/arrival/judge.ts';
import { AwsCallError } from '../errors.ts';
import type { Telemetry } from '../ports.ts';

/** The failures of one check. */
export interface Failures {
  /** Returns what a failed call means for the pools that depend on it. The check goes on without it. */
  notSeen(call: string, error: unknown): Evidence;
}

/** Logs and counts each kind of failure once for a check: one cause can concern thousands of pools. */
export function failuresOf(telemetry: Telemetry): Failures {
  const known = new Set<string>();
  return {
    notSeen(call, error) {
      const isPermission = error instanceof AwsCallError && error.kind === 'Permission';
      const name =
        error instanceof AwsCallError
          ? error.errorName
          : error instanceof Error
            ? error.name
            : 'UnknownError';
      if (!known.has(`${call} ${name}`)) {
        known.add(`${call} ${name}`);
        if (isPermission) telemetry.count('PermissionErrors');
        telemetry.warn('arrival not checked', { call, error: name });
      }
      return { kind: 'NotSeen', reason: isPermission ? 'PermissionMissing' : 'NotChecked' };
    },
  };
}
