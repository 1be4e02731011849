import { FirehoseClient } from '@aws-sdk/client-firehose';
import { type AwsAccess, clientAccess } from '../../../../lib/aws/aws-access.ts';
import { isTagged, streamStatus, TAG } from '../../../../lib/aws/destinations/stream.ts';
import { withoutSdkRetries } from '../../../../lib/aws/timeouts.ts';
import { accountIn } from '../../../../lib/domain/destination-arn.ts';
import type { Settings } from '../../../../lib/domain/settings.ts';
import { checking, type Finding, ok, problem, warning, withValues } from '../finding.ts';

export async function checkStream(
  aws: AwsAccess,
  arn: string,
  settings: Settings,
): Promise<readonly Finding[]> {
  const name = arn.split('/').at(-1) ?? '';
  const ofRegion = arn.split(':')[3];
  if (ofRegion !== settings.region)
    return [
      problem(
        arn,
        `The stream is in ${ofRegion}.`,
        `Cognito delivers only within the pool's Region, ${settings.region}.`,
        `Use a stream in ${settings.region}.`,
      ),
    ];
  if (accountIn(arn) !== settings.account)
    return [
      warning(
        arn,
        `The stream is in account ${accountIn(arn)}.`,
        'AWS does not document whether Cognito delivers to another account.',
        "Use a stream in the pools' account.",
      ),
    ];
  const client = new FirehoseClient({ ...withoutSdkRetries, ...clientAccess(aws, 'Firehose') });
  return checking(arn, 'firehose:DescribeDeliveryStream', async () => {
    const status = await streamStatus(client, name);
    if (status === undefined)
      return [
        withValues(
          problem(
            arn,
            'The stream does not exist.',
            'Cognito delivers no logs to it.',
            `aws firehose create-delivery-stream --delivery-stream-name ${name} ...`,
          ),
          { NAME: name },
        ),
      ];
    const active =
      status === 'ACTIVE'
        ? ok(arn, 'The stream is active.')
        : withValues(
            problem(
              arn,
              `The stream has status ${status}.`,
              'It does not accept records.',
              `aws firehose describe-delivery-stream --delivery-stream-name ${name}`,
            ),
            { NAME: name },
          );
    return [active, ...(await tagFindings(client, arn, name))];
  });
}

const tagFindings = (client: FirehoseClient, arn: string, name: string): Promise<readonly Finding[]> =>
  checking(arn, 'firehose:ListTagsForDeliveryStream', async () => {
    if (await isTagged(client, name)) return [ok(arn, `The stream has the tag ${TAG}=true.`)];
    return [
      withValues(
        warning(
          arn,
          `The stream has no tag ${TAG}=true.`,
          'Delivery depends on this tag. It is set when the configuration is applied, if the role allows it.',
          `aws firehose tag-delivery-stream --delivery-stream-name ${name} --tags Key=${TAG},Value=true`,
        ),
        { NAME: name },
      ),
    ];
  });
