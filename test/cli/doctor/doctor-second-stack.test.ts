import { z } from 'zod';
import { startWorld, type World } from '../support/clr.ts';

const ACCOUNT = '123456789012';
const PREFIX = '/cognito/logs';
const NAME = 'cognito-log-reconciler-dev';

const doctorOutput = z.object({
  findings: z.array(
    z.object({
      level: z.string(),
      subject: z.string(),
      message: z.string(),
      reason: z.string().optional(),
      hint: z.string().optional(),
    }),
  ),
});

let world: World;
beforeAll(async () => {
  world = await startWorld(['--param', `prefix=${PREFIX}`]);
}, 180_000);
afterAll(() => world.close());

/** Each test has a Region of its own, so that the seeded functions of one do not concern the others. */
const serviceIn = (region: string) => ({
  seed: (functions: readonly object[]) => world.seed({ region, functions }),
  async doctor(...args: readonly string[]) {
    const env = { AWS_REGION: region };
    const { code, stdout, stderr } = await world.clr(['doctor', '-o', 'json', ...args], { env });
    expect(stderr).toBe('');
    const { findings } = doctorOutput.parse(JSON.parse(stdout));
    return { code, stdout, findings: findings.filter(({ subject }) => subject === NAME) };
  },
});

/** The functions of a stack of this service: `<name>-reconcile` and `<name>-sweep`. */
const stackNamed = (name: string, region: string, PARAMETER_PREFIX: string) =>
  ['reconcile', 'sweep'].map((purpose) => ({
    FunctionName: `${name}-${purpose}`,
    Environment: {
      PARAMETER_PREFIX,
      EDITS_QUEUE_URL: `https://sqs.${region}.amazonaws.com/${ACCOUNT}/${name}-edits`,
      API_TOKEN: 'token-of-another-team',
    },
  }));

test('reports ok when no other stack serves the prefix', async () => {
  const { code, findings } = await serviceIn('us-east-2').doctor();
  expect(findings).toEqual([
    { level: 'ok', subject: NAME, message: `No other stack in this Region serves ${PREFIX}.` },
  ]);
  expect(code).toBe(0);
});

test('reports a second stack that serves the same prefix, beyond the first page of functions, and exits with 1', async () => {
  const region = 'eusc-de-east-1';
  const { seed, doctor } = serviceIn(region);
  await seed(Array.from({ length: 60 }, (_, index) => ({ FunctionName: `a-${index}` })));
  await seed(stackNamed('cognito-log-reconciler-prod', region, PREFIX));
  const { code, stdout, findings } = await doctor();
  expect(findings).toEqual([
    {
      level: 'problem',
      subject: NAME,
      message: `Another stack in this Region serves ${PREFIX}: cognito-log-reconciler-prod-reconcile, cognito-log-reconciler-prod-sweep.`,
      reason:
        'Both services write the same pools. Each of them counts the writes of the other one as drift. Keep one stack, or deploy one of them with another prefix.',
      hint: `To remove the other stack, run: npx osls remove --stage prod --region ${region}`,
    },
  ]);
  expect(code).toBe(1);
  expect(stdout).not.toContain('token-of-another-team');
});

test('reports each second stack once, and shows how to find the stack of functions with other names', async () => {
  const region = 'us-east-1';
  const { seed, doctor } = serviceIn(region);
  await seed(stackNamed('cognito-log-reconciler-prod', region, PREFIX));
  await seed(stackNamed('logs-of-security', region, PREFIX));
  const { findings } = await doctor();
  expect(findings.map(({ level, hint }) => [level, hint])).toEqual([
    ['problem', `To remove the other stack, run: npx osls remove --stage prod --region ${region}`],
    [
      'problem',
      `To remove the other stack, run: aws cloudformation delete-stack --region ${region} --stack-name "$(aws cloudformation describe-stack-resources --region ${region} --physical-resource-id logs-of-security-reconcile --query 'StackResources[0].StackName' --output text)"`,
    ],
  ]);
});

test('warns about stacks whose prefix is inside the prefix of this one, or contains it', async () => {
  const region = 'eu-west-1';
  const { seed, doctor } = serviceIn(region);
  await seed(stackNamed('inner', region, `${PREFIX}/pools`));
  await seed(stackNamed('outer', region, '/cognito'));
  const { code, findings } = await doctor();
  expect(findings.map(({ level, message }) => [level, message])).toEqual([
    [
      'warning',
      `The prefix of another stack in this Region overlaps with ${PREFIX}: inner-reconcile, inner-sweep.`,
    ],
    [
      'warning',
      `The prefix of another stack in this Region overlaps with ${PREFIX}: outer-reconcile, outer-sweep.`,
    ],
  ]);
  expect(code).toBe(0);
});

test('ignores stacks with another prefix, and functions that have only one variable of this service', async () => {
  const region = 'eu-north-1';
  const { seed, doctor } = serviceIn(region);
  await seed(stackNamed('longer', region, `${PREFIX}-2`));
  await seed(stackNamed('other-case', region, '/Cognito/logs'));
  await seed([
    { FunctionName: 'reads-parameters', Environment: { PARAMETER_PREFIX: PREFIX } },
    { FunctionName: 'sends-messages', Environment: { EDITS_QUEUE_URL: 'https://sqs.example/1/q' } },
  ]);
  expect((await doctor()).findings.map(({ level }) => level)).toEqual(['ok']);
});

test('reports functions whose environment cannot be read, beside a second stack that it can read', async () => {
  const region = 'ap-northeast-1';
  const { seed, doctor } = serviceIn(region);
  const EnvironmentError = { ErrorCode: 'AccessDeniedException', Message: 'KMS access was denied.' };
  await seed([
    ...['x', 'y'].map((FunctionName) => ({ FunctionName, EnvironmentError })),
    ...stackNamed('cognito-log-reconciler-prod', region, PREFIX),
  ]);
  const { code, findings } = await doctor();
  expect(findings.map(({ level }) => level)).toEqual(['problem', 'unknown']);
  expect(findings[1]).toEqual({
    level: 'unknown',
    subject: NAME,
    message: 'Not checked: Lambda does not return the environment of 2 functions: x, y.',
    reason: 'Each of them could belong to another stack that serves the same prefix.',
    hint: 'Allow kms:Decrypt for the KMS keys of these functions.',
  });
  expect(code).toBe(1);
});

test('reports that it is not allowed to list the functions, and continues with the other checks', async () => {
  const region = 'sa-east-1';
  const body = JSON.stringify({
    account: ACCOUNT,
    region,
    operation: 'lambda.ListFunctions',
    error: 'AccessDeniedException',
    status: 403,
  });
  const injected = await fetch(`${world.local.url}/_local/faults`, { method: 'POST', body });
  expect(injected.status).toBe(200);
  const { code, stdout } = await world.clr(['doctor', '-o', 'json'], { env: { AWS_REGION: region } });
  const { findings } = doctorOutput.parse(JSON.parse(stdout));
  expect(findings).toContainEqual({
    level: 'unknown',
    subject: NAME,
    message: 'Not checked: AccessDeniedException.',
    reason: 'The call to lambda:ListFunctions failed.',
    hint: 'Allow lambda:ListFunctions in your IAM policy.',
  });
  expect(findings.length).toBeGreaterThan(5);
  expect(code).toBe(0);
});
