import { FirehoseClient } from '@aws-sdk/client-firehose';
import { isTagged, streamStatus, TAG } from '../../../../lib/aws/destinations/stream.ts';
import { withoutSdkRetries } from '../../../../lib/aws/table-and-rate-limiter.ts';
import { accountIn } from '../../../../lib/domain/destination-arn.ts';
import type { Settings } from '../../../../lib/domain/settings.ts';
import { checking, type Finding, ok, problem, warning } from '../finding.ts';

export async function checkStream(arn: string, settings: Settings): Promise<readonly Finding[]> {
  const name = arn.split('/').at(-1) ?? '';
  const ofRegion = arn.split(':')[3];
  if (ofRegion !== settings.region)
    return [
      problem(
        arn,
        `the stream is in ${ofRegion}`,
        `Cognito delivers within its own Region, ${settings.region}`,
        `name a stream in ${settings.region}`,
      ),
    ];
  if (accountIn(arn) !== settings.account)
    return [
      warning(
        arn,
        `the stream is in account ${accountIn(arn)}`,
        'whether Cognito delivers there is not documented',
        "take a stream of the pools' own account",
      ),
    ];
  const client = new FirehoseClient(withoutSdkRetries);
  return checking(arn, 'firehose:DescribeDeliveryStream', async () => {
    const status = await streamStatus(client, name);
    if (status === undefined)
      return [
        problem(
          arn,
          'there is no such stream',
          'Cognito refuses it',
          `aws firehose create-delivery-stream --delivery-stream-name ${name} ...`,
        ),
      ];
    const active =
      status === 'ACTIVE'
        ? ok(arn, 'the stream is active')
        : problem(
            arn,
            `the stream is ${status}`,
            'it takes nothing',
            `aws firehose describe-delivery-stream --delivery-stream-name ${name}`,
          );
    return [active, ...(await tagFindings(client, arn, name))];
  });
}

const tagFindings = (client: FirehoseClient, arn: string, name: string): Promise<readonly Finding[]> =>
  checking(arn, 'firehose:ListTagsForDeliveryStream', async () => {
    if (await isTagged(client, name)) return [ok(arn, `tagged ${TAG}`)];
    return [
      warning(
        arn,
        `the stream has no tag ${TAG}=true`,
        'delivery depends on it; it is set when the configuration is applied, where the role may',
        `aws firehose tag-delivery-stream --delivery-stream-name ${name} --tags Key=${TAG},Value=true`,
      ),
    ];
  });
