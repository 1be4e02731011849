import type { Evidence } from '../../domain/arrival/judge.ts';
import { AwsCallError } from '../errors.ts';
import type { Telemetry } from '../ports.ts';

/** Returns what a failed call means for the pools that depend on it, and logs the error. The check goes on without it. */
export function notSeen(telemetry: Telemetry, call: string, error: unknown): Evidence {
  const isPermission = error instanceof AwsCallError && error.kind === 'Permission';
  const name =
    error instanceof AwsCallError ? error.errorName : error instanceof Error ? error.name : 'UnknownError';
  if (isPermission) telemetry.count('PermissionErrors');
  telemetry.warn('arrival not checked', { call, error: name });
  return { kind: 'NotSeen', reason: isPermission ? 'PermissionMissing' : 'NotChecked' };
}
