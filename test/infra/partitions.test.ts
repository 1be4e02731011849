import { type PackagedService, packageService } from '../support/packaged-service.ts';

const PARTITIONS = [
  'aws',
  'aws-cn',
  'aws-us-gov',
  'aws-eusc',
  'aws-iso',
  'aws-iso-b',
  'aws-iso-e',
  'aws-iso-f',
];

let service: PackagedService;
beforeAll(async () => {
  service = await packageService();
}, 180_000);
afterAll(() => service?.remove());

/** Returns every string in the value with the key of its property or, in a list, of the list. */
function stringsIn(value: unknown, key = ''): { key: string; text: string }[] {
  if (typeof value === 'string') return [{ key, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => stringsIn(item, Array.isArray(value) ? key : name));
}

test('the template contains no ARN of a fixed partition', () => {
  const texts = stringsIn(service.template).map(({ text }) => text);
  expect(texts.filter((text) => /arn:aws/.test(text))).toEqual([]);
  expect(texts.filter((text) => text.includes('arn:${AWS::Partition}:')).length).toBeGreaterThan(10);
});

test('the default allow-list contains patterns of the partition of the deployment only', () => {
  const patterns = String(service.settings.allowedDestinations).split(',');
  expect(patterns.map((pattern) => pattern.split(':', 4).join(':'))).toEqual([
    'arn:${AWS::Partition}',
    'arn:${AWS::Partition}',
  ]);
});

test('the template contains domains of AWS only as names of services, which are the same in all partitions', () => {
  const domains = stringsIn(service.template).filter(({ text }) => /amazonaws|URLSuffix/.test(text));
  const names = domains.filter(({ key }) => !['Service', 'Principal', 'iam:AWSServiceName'].includes(key));
  expect(names).toEqual([
    // CloudTrail's name of the service.
    { key: 'eventSource', text: 'cognito-idp.amazonaws.com' },
    {
      key: 'Fn::Sub',
      text: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/aws-service-role/delivery.logs.amazonaws.com/*',
    },
  ]);
  for (const { text } of domains)
    expect(text).toMatch(
      /(^|\/)(lambda|events|cloudwatch|cognito-idp|delivery\.logs)\.amazonaws\.com(\/\*)?$/,
    );
});

test.each(PARTITIONS)('the parameters of the template accept ARNs of the partition %s', (partition) => {
  const arns = {
    ExistingAlarmTopic: `arn:${partition}:sns:us-east-1:123456789012:pager`,
    EncryptionKey: `arn:${partition}:kms:us-east-1:123456789012:key/abc`,
    PermissionsBoundary: `arn:${partition}:iam::123456789012:policy/teams/boundary`,
  };
  for (const [name, arn] of Object.entries(arns)) {
    const { AllowedPattern = '' } = service.template.Parameters[name] ?? {};
    expect(AllowedPattern).toContain('arn:');
    expect(arn).toMatch(new RegExp(AllowedPattern));
  }
});
