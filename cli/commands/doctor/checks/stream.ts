import { FirehoseClient } from '@aws-sdk/client-firehose';
import { isTagged, streamStatus, TAG } from '../../../../lib/aws/destinations/stream.ts';
import { withoutSdkRetries } from '../../../../lib/aws/table-and-rate-limiter.ts';
import { accountIn } from '../../../../lib/domain/destination-arn.ts';
import type { Settings } from '../../../../lib/domain/settings.ts';
import { type Finding, ok, problem, runCheck, warning } from '../finding.ts';

export async function checkStream(arn: string, settings: Settings): Promise<readonly Finding[]> {
  const name = arn.split('/').at(-1) ?? '';
  const streamRegion = arn.split(':')[3];
  if (streamRegion !== settings.region)
    return [
      problem(
        arn,
        `The stream is in ${streamRegion}.`,
        `Cognito delivers only within the Region of the pool, ${settings.region}.`,
        `Use a stream in ${settings.region}.`,
      ),
    ];
  if (accountIn(arn) !== settings.account)
    return [
      warning(
        arn,
        `The stream is in account ${accountIn(arn)}.`,
        'AWS does not document whether Cognito delivers to another account.',
        `Use a stream in account ${settings.account}.`,
      ),
    ];
  const client = new FirehoseClient(withoutSdkRetries);
  return runCheck(arn, 'firehose:DescribeDeliveryStream', async () => {
    const status = await streamStatus(client, name);
    if (status === undefined)
      return [
        problem(
          arn,
          'The stream does not exist.',
          'Cognito rejects the configuration.',
          `aws firehose create-delivery-stream --delivery-stream-name ${name} ...`,
        ),
      ];
    const active =
      status === 'ACTIVE'
        ? ok(arn, 'The stream is active.')
        : problem(
            arn,
            `The stream is in the state ${status}.`,
            'A stream in this state does not accept records.',
            `aws firehose describe-delivery-stream --delivery-stream-name ${name}`,
          );
    return [active, ...(await tagFindings(client, arn, name))];
  });
}

const tagFindings = (client: FirehoseClient, arn: string, name: string): Promise<readonly Finding[]> =>
  runCheck(arn, 'firehose:ListTagsForDeliveryStream', async () => {
    if (await isTagged(client, name)) return [ok(arn, `The stream has the tag ${TAG}=true.`)];
    return [
      warning(
        arn,
        `The stream does not have the tag ${TAG}=true.`,
        'Delivery requires the tag. Cognito adds it when the configuration is applied, if the role allows it.',
        `aws firehose tag-delivery-stream --delivery-stream-name ${name} --tags Key=${TAG},Value=true`,
      ),
    ];
  });
