import { baseComment, baseIn, isStale, parameterArn, withBase } from '../../cli/parameters/base-version.ts';
import type { ParameterVersion } from '../../cli/parameters/parameter-store.ts';
import { staleText } from '../../cli/parameters/stale-base.ts';
import { settings } from '../support/situation.ts';

const ARN = parameterArn(settings, '/cognito-log-delivery/pools/eu-west-1_a');
const AT = '2026-11-26T22:02:49.351Z';
const version = (number: number, at = AT): ParameterVersion => ({
  name: '/cognito-log-delivery/pools/eu-west-1_a',
  type: 'String',
  value: '{}',
  version: number,
  at,
});

test('the comment of a YAML file names the version, the ARN of the parameter and the time', () => {
  expect(baseComment(ARN, { version: 3, at: AT })).toBe(
    `# Version 3 of arn:aws:ssm:eu-west-1:123456789012:parameter/cognito-log-delivery/pools/eu-west-1_a, modified ${AT}`,
  );
});

test.each<[string, string, object | undefined]>([
  [
    'is read from the first line',
    `${baseComment(ARN, { version: 3, at: AT })}\nMode: Enforce\n`,
    { version: 3, at: AT },
  ],
  ['is read below other comments', `# ours\n# Version 3 of ${ARN}\nMode: Enforce\n`, { version: 3 }],
  [
    'is read from a file with Windows line ends',
    `# Version 3 of ${ARN}  \r\nMode: Enforce\r\n`,
    { version: 3 },
  ],
  ['of another pool is ignored', `# Version 3 of ${ARN}b\n`, undefined],
  ['of another Region is ignored', `# Version 3 of ${ARN.replace('eu-west-1', 'us-east-1')}\n`, undefined],
  ['inside a value is ignored', `Mode: "# Version 3 of ${ARN}"\n`, undefined],
  ['without a number is ignored', `# Version x of ${ARN}\n`, undefined],
  ['is not in a JSON file', '{"LogConfigurations": []}', undefined],
])('the version comment %s', (_, content, base) => {
  expect(baseIn(content, ARN)).toEqual(base);
});

test('a new version replaces only the comment', () => {
  const rest = 'Mode: Enforce # Version 1\r\n';
  const content = `# ours\r\n${baseComment(ARN, { version: 9, at: AT })}\r\n${rest}`;
  expect(withBase(content, ARN, 10)).toBe(`# ours\r\n# Version 10 of ${ARN}\r\n${rest}`);
  expect(withBase(rest, ARN, 10)).toBeUndefined();
});

test.each<[string, Parameters<typeof isStale>[0], ParameterVersion | undefined, boolean]>([
  ['an unknown base', undefined, version(4), false],
  ['the same version', { version: 4 }, version(4), false],
  ['the same version and time', { version: 4, at: AT }, version(4), false],
  ['an older version', { version: 3 }, version(4), true],
  ['a newer version', { version: 5 }, version(4), true],
  [
    'the same version of a deleted parameter',
    { version: 1, at: AT },
    version(1, '2026-11-27T00:00:00.000Z'),
    true,
  ],
  ['a version of a parameter that was deleted', { version: 1 }, undefined, true],
  ['version 0 of a parameter that does not exist', { version: 0 }, undefined, false],
  ['version 0 of a parameter that exists', { version: 0 }, version(1), true],
])('a base is stale or not: %s', (_, base, current, stale) => {
  expect(isStale(base, current)).toBe(stale);
});

test.each<[Parameters<typeof staleText>[0], ParameterVersion | undefined, string]>([
  [{ version: 3 }, version(4), 'Your change is based on version 3, and the current version is 4.'],
  [{ version: 3 }, undefined, 'Your change is based on version 3, and the parameter was deleted since.'],
  [
    { version: 0 },
    version(4),
    'Your change is based on no existing parameter, and the current version is 4.',
  ],
  [
    { version: 1, at: AT },
    version(1, '2026-11-27T00:00:00.000Z'),
    `Your change is based on version 1 of ${AT}, and the parameter was created again at 2026-11-27T00:00:00.000Z.`,
  ],
])('a stale base %j is explained', (base, current, text) => {
  expect(staleText(base, current)).toBe(text);
});
