import {
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  type LookupAttributeKey,
  LookupEventsCommand,
} from '@aws-sdk/client-cloudtrail';
import { DescribeRuleCommand } from '@aws-sdk/client-eventbridge';
import { DeleteParameterCommand, DeleteParametersCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
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

test('LookupEvents returns the calls that changed parameters, newest first and without values', async () => {
  const { cloudtrail, ssm } = clientsAt(cloud.url, { account: '111111111111', region: 'eu-west-1' });
  await ssm.send(new PutParameterCommand({ Name: '/a', Value: 'secret', Type: 'String' }));
  await ssm.send(new DeleteParameterCommand({ Name: '/a' }));
  await ssm.send(new DeleteParameterCommand({ Name: '/a' })).catch(() => undefined);
  await ssm.send(new DeleteParametersCommand({ Names: ['/b'] }));
  const lookup = async (AttributeKey: LookupAttributeKey, AttributeValue: string) =>
    cloudtrail.send(new LookupEventsCommand({ LookupAttributes: [{ AttributeKey, AttributeValue }] }));
  const deleted = await lookup('EventName', 'DeleteParameter');
  expect(deleted.Events).toMatchObject([
    { CloudTrailEvent: expect.stringContaining('"errorCode":"ParameterNotFound"') },
    {
      EventName: 'DeleteParameter',
      EventSource: 'ssm.amazonaws.com',
      Username: '111111111111',
      CloudTrailEvent: expect.stringContaining('"requestParameters":{"name":"/a"}'),
    },
  ]);
  expect((await lookup('Username', '111111111111')).Events).toHaveLength(4);
  expect((await lookup('ResourceName', '/a')).Events).toEqual([]);
  expect(JSON.stringify(await lookup('EventName', 'PutParameter'))).not.toContain('secret');
});

test('LookupEvents returns pages, and only events of the wanted time', async () => {
  const { cloudtrail, ssm } = clientsAt(cloud.url, { account: '222222222222', region: 'eu-west-1' });
  for (const Name of ['/a', '/b', '/c'])
    await ssm.send(new PutParameterCommand({ Name, Value: 'v', Type: 'String' }));
  const page = await cloudtrail.send(new LookupEventsCommand({ MaxResults: 2 }));
  const next = await cloudtrail.send(
    new LookupEventsCommand({ MaxResults: 2, NextToken: page.NextToken ?? '' }),
  );
  expect([page.Events?.length, next.Events?.length, next.NextToken]).toEqual([2, 1, undefined]);
  const StartTime = new Date(Math.ceil(Date.now() / 1000 + 60) * 1000);
  expect((await cloudtrail.send(new LookupEventsCommand({ StartTime }))).Events).toEqual([]);
  const EndTime = new Date(0);
  expect((await cloudtrail.send(new LookupEventsCommand({ EndTime }))).Events).toEqual([]);
  const two = ['EventName', 'Username'].map((AttributeKey) => ({
    AttributeKey: AttributeKey === 'EventName' ? ('EventName' as const) : ('Username' as const),
    AttributeValue: 'x',
  }));
  await expect(cloudtrail.send(new LookupEventsCommand({ LookupAttributes: two }))).rejects.toMatchObject({
    name: 'InvalidLookupAttributesException',
  });
});

test('DescribeRule reports a rule that is not in the deployed stack', async () => {
  const { events } = clientsAt(cloud.url);
  for (const EventBusName of [undefined, 'default', 'other'])
    await expect(events.send(new DescribeRuleCommand({ Name: 'none', EventBusName }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
});
