import { noteSide, observedSide } from '../../html/configuration.ts';
import type { PoolView, RecordedView } from '../../html/pool-view.ts';
import type { ReportView } from '../../html/report.ts';

export const HOME = { account: '123456789012', region: 'eu-west-1' };
export const NOW = '2026-03-02T12:00:00.000Z';

export const group = (name: string) => ({
  EventSource: 'userNotification',
  LogLevel: 'ERROR',
  CloudWatchLogsConfiguration: { LogGroupArn: `arn:aws:logs:eu-west-1:123456789012:log-group:${name}` },
});
export const stream = (name: string, account = HOME.account) => ({
  EventSource: 'userAuthEvents',
  LogLevel: 'INFO',
  FirehoseConfiguration: { StreamArn: `arn:aws:firehose:eu-west-1:${account}:deliverystream/${name}` },
});

export const recorded = (outcome: string, over: Partial<RecordedView> = {}): RecordedView => ({
  outcome,
  reasons: [],
  since: '2026-03-01T12:00:00.000Z',
  driftCount: 0,
  ...over,
});

/** A managed pool that was read and has the desired configuration. */
export const pool = (id: string, outcome = 'InSync', over: Partial<PoolView> = {}): PoolView => ({
  id,
  hasParameter: true,
  desired: observedSide([group('a')]),
  observed: observedSide([group('a')]),
  live: { kind: 'Same' },
  recorded: recorded(outcome),
  ...over,
});

export const unmanaged = (id: string): PoolView => ({
  id,
  hasParameter: false,
  desired: noteSide('no parameter'),
  observed: noteSide('not read for this report'),
});

export const silent = (id: string, log: string): PoolView => {
  const [entry] = observedSide([group(log)]).entries;
  const finding = { problem: 'LogGroupMissing', since: NOW, destination: entry?.arn ?? '' };
  return pool(id, 'InSync', {
    desired: observedSide([group(log)]),
    observed: observedSide([group(log)]),
    recorded: recorded('InSync', { findings: [finding] }),
  });
};

export const reportView = (over: Partial<ReportView> = {}): ReportView => ({
  service: 'cognito-log-reconciler-prod',
  ...HOME,
  madeAt: NOW,
  version: '1.2.3',
  pools: [pool('eu-west-1_a')],
  isLive: true,
  missing: [],
  notes: ['The last sweep ended at 2026-03-02 11:00:00 UTC.'],
  ...over,
});
