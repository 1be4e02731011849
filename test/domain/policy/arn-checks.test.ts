import type { DestinationKey } from '../../../lib/domain/event-sources.ts';
import type { ParseSettings } from '../../../lib/domain/parameter/rule-issues.ts';
import { policyArnChecks } from '../../../lib/domain/policy/arn-checks.ts';
import { ACCOUNT, settings } from '../../support/situation.ts';

const GROUP = `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:a`;
const OTHERS_ONLY = { ...settings, allowedDestinations: ['arn:aws:s3:::others'] };

const issues = (
  arn: string,
  key: DestinationKey = 'CloudWatchLogsConfiguration',
  given: ParseSettings = settings,
) => policyArnChecks(given).issues(key, 'Arn', arn);

test('a log group can end with :*, and a stream cannot', () => {
  expect(issues(`${GROUP}:*`)).toEqual([]);
  const stream = `arn:aws:firehose:eu-west-1:${ACCOUNT}:deliverystream/a`;
  expect(issues(stream, 'FirehoseConfiguration')).toEqual([]);
  expect(issues(`${stream}:*`, 'FirehoseConfiguration')).toHaveLength(1);
});

test('an ARN that is not allowed is shown as written, and with its value if it contains a macro', () => {
  const foundIn = (arn: string) => issues(arn, undefined, OTHERS_ONLY).map(({ found }) => found);
  expect(foundIn(GROUP)).toEqual([JSON.stringify(GROUP)]);
  expect(foundIn(`${GROUP}:*`)).toEqual([JSON.stringify(`${GROUP}:*`)]);
  const macro = 'arn:aws:logs:<region>:<accountId>:log-group:a';
  expect(foundIn(macro)).toEqual([`"${macro}", which becomes "${GROUP}"`]);
});

test('the allow-list is not checked for an ARN whose value differs between pools, or is not known', () => {
  const nowhere = { ...OTHERS_ONLY, region: undefined };
  expect(issues(`${GROUP}/<userPoolId>`, undefined, OTHERS_ONLY)).toEqual([]);
  expect(issues(GROUP.replace('eu-west-1', '<region>'), undefined, nowhere)).toEqual([]);
  expect(issues(GROUP, undefined, nowhere)).toHaveLength(1);
});

test('an ARN has a warning only for its Region, and none if it is invalid', () => {
  const warnings = (arn: string) =>
    policyArnChecks(settings).warnings('CloudWatchLogsConfiguration', 'Arn', arn);
  expect(warnings(GROUP)).toEqual([]);
  expect(warnings(GROUP.replace('eu-west-1', '<region>'))).toEqual([]);
  expect(warnings(GROUP.replace('eu-west-1', 'us-east-1'))).toHaveLength(1);
  expect(warnings(`${GROUP}<pool>`)).toEqual([]);
});
