import { z } from 'zod';
import { type PackagedService, packageTemplate } from '../support/packaged-service.ts';
import { requireInfra, resolveWith } from '../support/resolver.ts';

const { NAMES } = z
  .custom<object>((value) => typeof value === 'function')
  .transform((resolver) => ({ ...resolver }))
  .pipe(
    z.object({
      NAMES: z.array(
        z.strictObject({
          kind: z.string(),
          type: z.string().optional(),
          limit: z.number(),
          prefix: z.string().default(''),
          suffixes: z.array(z.string()),
        }),
      ),
    }),
  )
  .parse(requireInfra('name-limits.cjs'));

/** The longest stage that fits: the names of functions and rules have at most 64 characters. */
const LONGEST = 'a-stage-of-thirty-one-characters'.slice(0, 31);
const NAME = `cognito-log-reconciler-${LONGEST}`;

let service: PackagedService;
beforeAll(async () => {
  service = await packageTemplate({}, LONGEST);
}, 180_000);
afterAll(() => service?.remove());

/** Returns the values of all properties called `Name` or `…Name` that contain the stage, at any depth. */
function namesIn(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    /Name$/.test(key) && JSON.stringify(item).includes(LONGEST) ? [item] : namesIn(item),
  );
}

test('infra/name-limits.cjs lists every name in the packaged template that contains the stage, and no other name', () => {
  const named = Object.values(service.template.Resources).flatMap(({ Type, Properties }) =>
    namesIn(Properties).map((name) => [Type, name]),
  );
  const listed = NAMES.filter(({ type }) => type !== undefined).flatMap(({ type, prefix, suffixes }) =>
    suffixes.map((suffix) => [type, `${prefix}${NAME}${suffix}`]),
  );
  expect(new Set(named)).toEqual(new Set(listed));
});

/** docs.aws.amazon.com: Lambda CreateFunction, EventBridge PutRule, CloudFormation CreateStack, and so on. */
test('infra/name-limits.cjs has the limits that AWS documents', () => {
  expect(Object.fromEntries(NAMES.map(({ kind, limit }) => [kind, limit]))).toEqual({
    'CloudFormation stack': 128,
    'Lambda function': 64,
    'log group': 512,
    'EventBridge rule': 64,
    'SQS queue': 80,
    'DynamoDB table': 255,
    'SNS topic': 256,
    'CloudWatch alarm': 255,
    'CloudWatch dashboard': 255,
  });
});

test('packaging fails when the stage is one character too long, and the error shows the name, its limit and the longest stage', async () => {
  await expect(packageTemplate({}, `${LONGEST}s`)).rejects.toThrow(
    `The stage "${LONGEST}s" is too long. The name of the Lambda function, "${NAME}s-reconcile", has 65 characters. ` +
      'Its limit is 64. Use a stage of at most 31 characters.',
  );
}, 180_000);

test.each(['my_stage', 'a.b'])(
  'packaging fails when the stage %s contains a character that a name does not allow',
  async (stage) => {
    await expect(packageTemplate({}, stage)).rejects.toThrow(
      'Stage names may contain only ASCII letters, numbers, and hyphens.',
    );
  },
  180_000,
);

// osls checks the characters itself. The Serverless Framework does not.
test.each(['my_stage', 'a.b', 'a b', 'é'])(
  'infra/name-limits.cjs rejects the stage %s in a framework that accepts it',
  async (stage) => {
    const name = `cognito-log-reconciler-${stage}`;
    await expect(
      resolveWith('name-limits.cjs', { 'sls:stage': stage, 'self:custom.name': name }),
    ).rejects.toThrow(
      `Invalid stage "${stage}". The name of the CloudFormation stack, "${name}", contains the stage and can contain only letters, digits and hyphens.`,
    );
  },
);

test('the longest stage depends on the name of the service', async () => {
  const limits = (stage: string, name: string) =>
    resolveWith('name-limits.cjs', { 'sls:stage': stage, 'self:custom.name': name });
  expect(await limits('dev', 'cognito-log-reconciler-dev')).toEqual({ maxStageLength: 31 });
  expect(await limits('dev', 'clr-dev')).toEqual({ maxStageLength: 50 });
});
