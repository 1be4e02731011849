import { dynamoRecordListing } from '../../lib/aws/records-list.ts';
import type { StoredParameter } from '../../lib/domain/desired.ts';
import { collect } from '../../lib/reconcile/collect.ts';
import { listParameters } from '../parameters/parameter-store.ts';
import type { OpenService } from '../service/open-service.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { noteWaiting } from '../terminal/waiting-note.ts';
import { type DeletionEffect, deletionEffect } from './deletion-effect.ts';
import { storedPolicies } from './stored-policies.ts';

/** Reads the records, the parameters and the policies, and returns the effect of the deletion of a policy. */
export async function readDeletionEffect(
  terminal: Terminal,
  service: OpenService,
  name: string,
): Promise<DeletionEffect> {
  const endNote = noteWaiting(terminal, () => 1);
  try {
    const records = await collect(dynamoRecordListing(service.table, service.deployed.stateTable).pages());
    const parameters = new Map<string, StoredParameter>();
    for await (const page of listParameters(service))
      for (const { userPoolId, stored } of page) parameters.set(userPoolId, stored);
    const policies = await storedPolicies(service);
    return deletionEffect(name, { records, parameters, policies, settings: service.settings });
  } finally {
    endNote();
  }
}
