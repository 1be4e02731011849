import { settingsFor } from '../../cli/commands/validate/settings-for.ts';
import { parameterFile } from '../../cli/files/parameter-file.ts';
import { isAllowed } from '../../lib/domain/destination-arn.ts';

const account = '123456789012';

test.each([
  ['aws', 'eu-west-1'],
  ['aws-cn', 'cn-north-1'],
  ['aws-us-gov', 'us-gov-west-1'],
  ['aws-eusc', 'eusc-de-east-1'],
  ['aws-iso', 'us-iso-east-1'],
  ['aws-iso-b', 'us-isob-east-1'],
  ['aws-iso-e', 'eu-isoe-west-1'],
  ['aws-iso-f', 'us-isof-south-1'],
])(
  'takes the account from an ARN of %s, and by default allows the destinations of that account',
  (partition, region) => {
    const logGroup = `arn:${partition}:logs:${region}:${account}:log-group:/x`;
    const text = JSON.stringify({
      UserPoolId: `${region}_a`,
      LogConfigurations: [{ CloudWatchLogsConfiguration: { LogGroupArn: logGroup } }],
    });
    const settings = settingsFor(parameterFile('a.json', text), undefined, {});
    expect(settings.account).toBe(account);
    const stream = `arn:${partition}:firehose:${region}:${account}:deliverystream/x`;
    for (const arn of [logGroup, stream, `arn:${partition}:s3:::x`])
      expect(isAllowed(arn, settings.allowedDestinations)).toBe(true);
    expect(isAllowed(stream.replace(account, '999999999999'), settings.allowedDestinations)).toBe(false);
  },
);
