import { dynamoFindings } from '../../lib/aws/findings.ts';
import type { DestinationFinding } from '../../lib/domain/finding.ts';
import { startDynalite, type Table } from '../support/dynalite.ts';

let dynamo: Table;
beforeAll(async () => {
  dynamo = await startDynalite();
});
afterAll(() => dynamo.close());

const finding = (over: Partial<DestinationFinding> = {}): DestinationFinding => ({
  Arn: 'arn:aws:s3:::audit-logs',
  Problem: 'BucketMissing',
  Since: '2026-03-01T12:00:00.000Z',
  Pools: 3,
  ...over,
});

test('reads the findings that were written last, and none before the first write', async () => {
  const findings = dynamoFindings(dynamo.client, await dynamo.create());
  expect(await findings.read()).toEqual([]);
  await findings.write([finding(), finding({ Arn: 'arn:aws:s3:::other', Pools: 1 })]);
  expect(await findings.read()).toEqual([finding(), finding({ Arn: 'arn:aws:s3:::other', Pools: 1 })]);
  await findings.write([]);
  expect(await findings.read()).toEqual([]);
});

test('stores the findings that affect the most pools when they exceed the size of an item', async () => {
  const findings = dynamoFindings(dynamo.client, await dynamo.create());
  const many = Array.from({ length: 1_000 }, (_, at) =>
    finding({ Arn: `arn:aws:s3:::${at}${'x'.repeat(900)}`, Pools: at }),
  );
  await findings.write(many);
  const kept = await findings.read();
  expect(kept.length).toBeGreaterThan(300);
  expect(kept.length).toBeLessThan(1_000);
  expect(kept[0]?.Pools).toBe(999);
});
