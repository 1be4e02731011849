import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTargetsFile } from '../../../cli/targets/targets-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clr-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(text: string) {
  const file = join(folder, 'targets.yaml');
  await writeFile(file, text);
  return readTargetsFile(file);
}

const ROLE = 'arn:aws:iam::111111111111:role/clr-read';

test('names a target after its name, account or profile, and its Region if there are several', async () => {
  const targets = await read(`targets:
  - { profile: a, regions: [eu-west-1], stage: prod }
  - { roleArn: "${ROLE}", externalId: x7, profile: hub, regions: [eu-west-1, us-east-1] }
  - { name: c, profile: c, regions: [eu-west-1, us-east-1] }
`);
  const role = { roleArn: ROLE, externalId: 'x7', profile: 'hub' };
  expect(targets).toEqual([
    { name: 'a', profile: 'a', region: 'eu-west-1', stage: 'prod' },
    { name: '111111111111/eu-west-1', region: 'eu-west-1', ...role },
    { name: '111111111111/us-east-1', region: 'us-east-1', ...role },
    { name: 'c/eu-west-1', profile: 'c', region: 'eu-west-1' },
    { name: 'c/us-east-1', profile: 'c', region: 'us-east-1' },
  ]);
});

test.each([
  ['- a\n', '1:1: File: found ["a"]. Expected an object with the key targets'],
  ['targets: []\n', '1:1: targets: found []. Expected at least one target.'],
  [
    'targets:\n  - { profile: a, region: [eu-west-1] }\n',
    '2:19: targets[0].region: unknown key. Did you mean "regions"?',
  ],
  [
    'targets:\n  - { profile: a, regions: [eu-west-1, Ireland] }\n',
    '2:40: targets[0].regions[1]: found "Ireland". Expected a Region, for example eu-west-1.',
  ],
  [
    'targets:\n  - { profile: a, regions: [] }\n',
    'targets[0].regions: found []. Expected at least one Region.',
  ],
  [
    'targets:\n  - { regions: [eu-west-1] }\n',
    '2:5: targets[0]: found neither profile nor roleArn. Expected profile, roleArn, or both.',
  ],
  [
    'targets:\n  - { profile: a, externalId: x7, regions: [eu-west-1] }\n',
    'targets[0].externalId: found an externalId without roleArn.',
  ],
  [
    'targets:\n  - { roleArn: "arn:aws:iam::1:role/x", regions: [eu-west-1] }\n',
    'targets[0].roleArn: found "arn:aws:iam::1:role/x". Expected the ARN of a role',
  ],
  [
    'targets:\n  - { profile: a, regions: [eu-west-1] }\n  - { name: b, profile: a, regions: [eu-west-1] }\n',
    '3:38: targets[1].regions[0]: found the account of another target in eu-west-1 again. Expected each account and Region once.',
  ],
  [
    'targets:\n  - { name: x, profile: a, regions: [eu-west-1] }\n  - { name: x, profile: b, regions: [eu-west-1] }\n',
    'found the name "x" a second time. Expected a name that no other target has.',
  ],
  ['targets: [\n', '2:1: '],
])('reports the error in %j with its place', async (text, expected) => {
  await expect(read(text)).rejects.toMatchObject({
    message: expect.stringContaining(expected),
    exitCode: 1,
  });
});
