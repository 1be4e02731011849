import { dynamoFindings } from '../../lib/aws/findings.ts';
import type { DestinationFinding } from '../../lib/domain/finding.ts';
import type { OpenService } from './open-service.ts';

/** Returns the destinations that cannot receive logs, as the last sweep found them, by ARN. */
export async function readMissingDestinations({
  table,
  deployed,
}: Pick<OpenService, 'table' | 'deployed'>): Promise<ReadonlyMap<string, DestinationFinding>> {
  const findings = await dynamoFindings(table, deployed.stateTable).read();
  return new Map(findings.map((finding) => [finding.Arn, finding]));
}
