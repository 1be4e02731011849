import { findTrail } from '../../../service/trails.ts';
import { type Finding, notChecked, ok, warning } from '../finding.ts';

export async function checkTrail(): Promise<readonly Finding[]> {
  const trail = await findTrail();
  if (trail.kind === 'Logging') return [ok('trail', `The trail ${trail.trail} logs management events.`)];
  if (trail.kind === 'None')
    return [
      warning(
        'trail',
        'No trail logs write management events.',
        'The next sweep repairs an edited pool; it is not repaired within seconds.',
        'aws cloudtrail create-trail --name management --s3-bucket-name BUCKET --is-multi-region-trail && aws cloudtrail start-logging --name management',
      ),
    ];
  return [notChecked('trail', 'cloudtrail:DescribeTrails', trail.why)];
}
