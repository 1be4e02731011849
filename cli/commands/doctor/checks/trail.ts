import type { AwsAccess } from '../../../../lib/aws/aws-access.ts';
import { findTrail } from '../../../service/trails.ts';
import { type Finding, ok, unchecked, warning } from '../finding.ts';

export async function checkTrail(aws: AwsAccess): Promise<readonly Finding[]> {
  const trail = await findTrail(aws);
  if (trail.kind === 'Logging') return [ok('trail', `${trail.trail} logs management events.`)];
  if (trail.kind === 'None')
    return [
      warning(
        'trail',
        'No trail logs write management events.',
        'A changed pool is repaired by the next sweep, not within seconds.',
        'aws cloudtrail create-trail --name management --s3-bucket-name BUCKET --is-multi-region-trail && aws cloudtrail start-logging --name management',
      ),
    ];
  return [unchecked('trail', 'cloudtrail:DescribeTrails', trail.why)];
}
