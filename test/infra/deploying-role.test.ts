import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { createResolver } from '../../local/cloudformation/resolve.ts';
import { type PackagedService, packageTemplate } from '../support/packaged-service.ts';
import { ofType, type Statement, statementSchema } from '../support/template.ts';
import { ACTIONS_BY_TYPE, ACTIONS_WITHOUT_RESOURCE, FRAMEWORK_ACTIONS } from './deployment-actions.ts';

/** IAM's limit for the inline policies of a role, without whitespace. */
const MAX_INLINE_POLICY = 10_240;

const policySchema = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z.array(statementSchema.extend({ Effect: z.literal('Allow'), Sid: z.string() }).strict()),
});

let service: PackagedService;
let text: string;
beforeAll(async () => {
  service = await packageTemplate({}, 'prod');
  const security = await readFile(resolve(import.meta.dirname, '../../docs/security.md'), 'utf8');
  text = /^## Deploying role$[\s\S]*?^```json\n([\s\S]*?)^```$/m.exec(security)?.[1] ?? '';
}, 180_000);
afterAll(() => service?.remove());

const statements = (): Statement[] => policySchema.parse(JSON.parse(text)).Statement;
const types = () => new Set(Object.values(service.template.Resources).map(({ Type }) => Type));

/** Whether the resource list of a statement contains the ARN. */
const covers = ({ Resource }: Statement, arn: string): boolean =>
  Resource.some((pattern) => {
    const escaped = z
      .string()
      .parse(pattern)
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&');
    return new RegExp(`^${escaped.replaceAll('*', '.*')}$`).test(arn);
  });

test('the table of actions contains exactly the resource types of the template', () => {
  expect(Object.keys(ACTIONS_BY_TYPE).sort()).toEqual([...types()].sort());
});

test('the policy in docs/security.md allows exactly the actions that a deployment needs', () => {
  const needed = [...types()].flatMap((type) => ACTIONS_BY_TYPE[type] ?? []);
  const allowed = statements().flatMap(({ Action }) => Action);
  expect([...allowed].sort()).toEqual([...new Set([...needed, ...FRAMEWORK_ACTIONS])].sort());
});

test('the policy in docs/security.md uses "*" only for actions without a resource type', () => {
  const everywhere = statements().filter(({ Resource }) => Resource.includes('*'));
  expect(everywhere.flatMap(({ Action }) => Action).sort()).toEqual([...ACTIONS_WITHOUT_RESOURCE].sort());
});

test('the policy in docs/security.md allows passing the roles to Lambda only', () => {
  const [passing] = statements().filter(({ Action }) => Action.includes('iam:PassRole'));
  expect(passing?.Condition).toEqual({ StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } });
});

test.each([
  ['AWS::SQS::Queue', 'Arn', 'sqs:CreateQueue'],
  ['AWS::DynamoDB::Table', 'Arn', 'dynamodb:CreateTable'],
  ['AWS::Lambda::Function', 'Arn', 'lambda:CreateFunction'],
  ['AWS::Events::Rule', 'Arn', 'events:PutRule'],
  ['AWS::IAM::Role', 'Arn', 'iam:CreateRole'],
  ['AWS::IAM::Role', 'Arn', 'iam:PassRole'],
  ['AWS::Logs::LogGroup', 'Arn', 'logs:CreateLogGroup'],
  ['AWS::SNS::Topic', 'TopicArn', 'sns:CreateTopic'],
  ['AWS::S3::Bucket', 'Arn', 's3:CreateBucket'],
])('the policy in docs/security.md covers the ARN of each %s (%s) for %s', (type, attribute, action) => {
  const { resolve: value } = createResolver(service.template, {
    accountRegion: { account: '111122223333', region: 'eu-west-1', endpoint: 'http://127.0.0.1' },
    stackName: 'cognito-log-reconciler-prod',
  });
  const allowing = statements().filter(({ Action }) => Action.includes(action));
  for (const id of ofType(service.template, type)) {
    const arn = z.string().parse(value({ 'Fn::GetAtt': [id, attribute] }, id));
    expect([arn, allowing.some((statement) => covers(statement, arn))]).toEqual([arn, true]);
  }
});

test('the policy in docs/security.md fits into an inline policy of a role', () => {
  expect(JSON.stringify(JSON.parse(text)).length).toBeLessThanOrEqual(MAX_INLINE_POLICY);
});
