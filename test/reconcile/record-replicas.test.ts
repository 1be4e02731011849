import type { Replicas } from '../../lib/domain/replicas.ts';
import { recordReplicas } from '../../lib/reconcile/record-replicas.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';

async function recorded(before: Replicas, now: Replicas) {
  const { telemetry, recorded: log } = recordingTelemetry();
  const written: Replicas[] = [];
  const replicas = {
    read: async () => before,
    write: async (all: Replicas) => void written.push(all),
  };
  await recordReplicas({ replicas, telemetry }, now);
  return { lines: log.lines, written };
}

const one: Replicas = new Map([['us-east-1_a', ['us-west-2']]]);

test('stores a new replica and logs its pool and Region', async () => {
  const { lines, written } = await recorded(new Map(), one);
  expect(written).toEqual([one]);
  expect(lines).toEqual([
    {
      level: 'warn',
      text: 'replicas found {"pools":1,"userPoolIds":["us-east-1_a"],"regions":["us-west-2"]}',
    },
  ]);
});

test('writes and logs nothing when the replicas are the same', async () => {
  expect(await recorded(one, new Map(one))).toEqual({ lines: [], written: [] });
});

test('stores that a replica was deleted, without a log line', async () => {
  expect(await recorded(one, new Map())).toEqual({ lines: [], written: [new Map()] });
});
