import { reconcilePool } from '../../lib/reconcile/pool.ts';
import { startLocalCloud } from '../../local/cloud.ts';
import { serviceAt } from '../support/service-ports.ts';
import { event, toLogGroup } from '../support/situation.ts';

const context = { priority: 'edits', deadline: Number.MAX_SAFE_INTEGER } as const;

test('who is named after the repair stands on it, once, and nothing is told or written twice', async () => {
  const cloud = await startLocalCloud({ quotaScale: 'off' });
  try {
    const { ports, user } = await serviceAt(cloud.url);
    const pool = await user.createPool();
    let wrote = '';
    const look = async (Arn?: string) => {
      const actor = Arn && { Arn, At: wrote, EventName: 'SetLogDeliveryConfiguration' };
      const recorded = await ports.records.read(pool);
      const stored = (await ports.desired.read([pool], context)).get(pool);
      const key = { userPoolId: pool, cause: event, ...(actor && { actor }) };
      return reconcilePool(ports)(key, { recorded, stored }, context);
    };
    await user.put(pool, { LogConfigurations: [toLogGroup('a')] });
    await look();
    // In whole seconds, as CloudTrail has it.
    wrote = new Date().toISOString().replace(/\.\d+/, '');
    await user.setPool(pool, []);
    expect(await look()).toMatchObject({ outcome: 'Repaired' });
    expect(await look('mallory')).toMatchObject({ outcome: 'InSync', transitions: [], nothingToDo: true });
    const named = await ports.records.read(pool);
    expect(named?.Transitions.at(-1)).toMatchObject({ To: 'Repaired', Actor: { Arn: 'mallory' } });
    await look('somebody else');
    expect(await ports.records.read(pool)).toEqual(named);
  } finally {
    await cloud.close();
  }
});
