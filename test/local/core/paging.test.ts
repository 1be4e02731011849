import {
  GetParametersByPathCommand,
  paginateDescribeParameters,
  paginateGetParametersByPath,
} from '@aws-sdk/client-ssm';
import { startLocalCloud } from '../../../local/cloud.ts';
import { createEventuallyConsistentMap } from '../../../local/core/eventually-consistent-map.ts';
import { clientsAt } from '../clients.ts';

test('SDK paginators read all parameters through empty pages, and each NextToken is unique', async () => {
  const cloud = await startLocalCloud({ seed: 3, quotaScale: 'off', emptyPages: 0.5 });
  const { ssm } = clientsAt(cloud.url);
  const names = Array.from({ length: 40 }, (_, index) => `/p/${String(index).padStart(2, '0')}`);
  await fetch(`${cloud.url}/_local/seed`, {
    method: 'POST',
    body: JSON.stringify({ parameters: names.map((Name) => ({ Name, Value: 'v' })) }),
  });
  const found: (string | undefined)[] = [];
  const tokens: (string | undefined)[] = [];
  let empty = 0;
  for await (const page of paginateGetParametersByPath({ client: ssm }, { Path: '/p' })) {
    found.push(...(page.Parameters ?? []).map(({ Name }) => Name));
    tokens.push(page.NextToken);
    if (page.Parameters?.length === 0) empty += 1;
  }
  expect(found).toEqual(names);
  expect(empty).toBeGreaterThan(0);
  expect(new Set(tokens).size).toBe(tokens.length);

  let described = 0;
  for await (const page of paginateDescribeParameters({ client: ssm }, { MaxResults: 7 }))
    described += page.Parameters?.length ?? 0;
  expect(described).toBe(40);
  const none = await ssm.send(new GetParametersByPathCommand({ Path: '/none' }));
  expect(none).toMatchObject({ Parameters: [] });
  expect(none.NextToken).toBeUndefined();
  await cloud.close();
});

test('an eventually consistent map shows the writes to a key in order, each within the maximum lag', () => {
  let now = 0;
  const draws = [0.9, 0.1, 0.5];
  const { written, seen } = createEventuallyConsistentMap<number>({
    maxMs: 100,
    now: () => now,
    random: () => draws.shift() ?? 0,
  });
  written.set('a', 1);
  written.set('a', 2);
  written.delete('a');
  expect(written.get('a')).toBeUndefined();
  expect([...seen.values()]).toEqual([]);
  now = 89;
  expect(seen.get('a')).toBeUndefined();
  written.set('a', 3);
  now = 90;
  expect(seen.get('a')).toBe(3);
  expect(seen.size).toBe(1);
});
