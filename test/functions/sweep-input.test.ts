import { parseSweepInput } from '../../functions/sweep-input.ts';

test('an event of the parameter that freezes the service starts a sweep that waits for the lag of reads', () => {
  const event = {
    source: 'aws.ssm',
    'detail-type': 'Parameter Store Change',
    detail: { operation: 'Delete', name: '/cognito-log-delivery/freeze', type: 'String' },
  };
  expect(parseSweepInput(event)).toEqual({ acceptDeletions: 0, isFreezeChange: true });
  expect(parseSweepInput({ 'detail-type': 'Scheduled Event' })).toEqual({ acceptDeletions: 0 });
});
