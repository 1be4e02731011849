import { RECORD_KEY_PREFIX, readRecord } from '../../../lib/aws/record-item.ts';
import { scanRecords } from '../../../lib/aws/record-scan.ts';
import type { PoolRecord } from '../../../lib/domain/record.ts';
import type { OpenService } from '../../service/open-service.ts';

export interface StoredRecords {
  readonly records: readonly PoolRecord[];
  /** The pools whose record is not valid, for example because another program wrote it. */
  readonly invalid: readonly string[];
}

/** Reads every record with its history. A record that is not valid does not end the report. Throws AwsCallError. */
export async function readRecords({ table, deployed }: OpenService): Promise<StoredRecords> {
  const records: PoolRecord[] = [];
  const invalid: string[] = [];
  for await (const items of scanRecords(table, deployed.stateTable))
    for (const item of items)
      try {
        records.push(readRecord(item));
      } catch {
        invalid.push((item.Id?.S ?? '').slice(RECORD_KEY_PREFIX.length));
      }
  return { records, invalid };
}
