import {
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import { DescribeRuleCommand } from '@aws-sdk/client-eventbridge';
import { useLocalCloud } from '../../support/local-cloud.ts';
import { clientsAt, post } from '../clients.ts';

const cloud = useLocalCloud({ quotaScale: 'off' });
const TrailARN = 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/local-cloud';

test('each account-region has a trail that logs all management events', async () => {
  const { cloudtrail } = clientsAt(cloud.url, { account: '123456789012', region: 'eu-west-1' });
  const { trailList } = await cloudtrail.send(new DescribeTrailsCommand({ includeShadowTrails: true }));
  expect(trailList).toMatchObject([{ Name: 'local-cloud', TrailARN, HomeRegion: 'eu-west-1' }]);
  expect(await cloudtrail.send(new GetTrailStatusCommand({ Name: TrailARN }))).toMatchObject({
    IsLogging: true,
    StartLoggingTime: expect.any(Date),
  });
  expect(
    (await cloudtrail.send(new GetEventSelectorsCommand({ TrailName: 'local-cloud' }))).EventSelectors,
  ).toMatchObject([{ ReadWriteType: 'All', IncludeManagementEvents: true }]);
});

test('does not know any other trail', async () => {
  const { cloudtrail } = clientsAt(cloud.url);
  const other = await cloudtrail.send(new DescribeTrailsCommand({ trailNameList: ['other'] }));
  expect(other.trailList).toEqual([]);
  for (const call of [
    () => cloudtrail.send(new GetTrailStatusCommand({ Name: TrailARN })),
    () => cloudtrail.send(new GetEventSelectorsCommand({ TrailName: 'other' })),
  ])
    await expect(call()).rejects.toMatchObject({ name: 'TrailNotFoundException' });
});

test('accepts the longer target that the AWS CLI sends, for CloudTrail only', async () => {
  const longer = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.DescribeTrails';
  expect(await (await post(cloud.url, longer, '{}')).json()).toMatchObject({ trailList: [{}] });
  const other = await post(cloud.url, 'com.amazonaws.cloudtrail.v20131101.AmazonSSM.GetParameter', '{}');
  expect(other.status).toBe(404);
});

test('DescribeRule reports a rule that is not in the deployed stack', async () => {
  const { events } = clientsAt(cloud.url);
  for (const EventBusName of [undefined, 'default', 'other'])
    await expect(events.send(new DescribeRuleCommand({ Name: 'none', EventBusName }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
});
