import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

/** The part of the packaged CloudFormation template that the tests read. */
export const templateSchema = z.object({
  Parameters: z.record(
    z.string(),
    z.object({ Type: z.string(), Default: z.string(), AllowedPattern: z.string().optional() }),
  ),
  Conditions: z.record(z.string(), z.unknown()),
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Condition: z.string().optional(),
      DeletionPolicy: z.string().optional(),
      UpdateReplacePolicy: z.string().optional(),
      Properties: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown() })),
});
export type Template = z.infer<typeof templateSchema>;

export const getAtt = (resource: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [resource, attribute] });

const getAttSchema = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });

/** Returns the logical id in a `GetAtt`. Throws for anything else. */
export const referred = (value: unknown): string => getAttSchema.parse(value)['Fn::GetAtt'][0];

/** Returns the properties of a resource by its logical id. Throws when it does not exist. */
export function propertiesOf(template: Template, logicalId: string): Record<string, unknown> {
  const resource = template.Resources[logicalId];
  if (resource === undefined) throw new Error(`the template has no resource ${logicalId}`);
  return resource.Properties;
}

/** Returns the logical ids of the resources of one type, in the template's order. */
export const ofType = (template: Template, type: string): string[] =>
  Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([logicalId]) => logicalId);

const oneOrMore = <T extends z.ZodType>(item: T) => z.union([item.transform((one) => [one]), z.array(item)]);

const resourceSchema = z.union([z.string(), z.record(z.string(), z.unknown())]);

export const statementSchema = z.object({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.unknown().optional(),
  Action: oneOrMore(z.string()),
  Resource: oneOrMore(resourceSchema),
  Condition: z.unknown().optional(),
});
export type Statement = z.infer<typeof statementSchema>;

const policyDocumentSchema = z.object({
  Version: z.literal('2012-10-17'),
  Statement: z.array(statementSchema),
});

const roleSchema = z.object({
  Policies: z.array(z.object({ PolicyDocument: policyDocumentSchema })),
  ManagedPolicyArns: z.undefined().optional(),
});

export const statementsOfRole = (template: Template, logicalId: string): Statement[] => {
  const own = roleSchema.parse(propertiesOf(template, logicalId)).Policies;
  const attached = ofType(template, 'AWS::IAM::Policy')
    .map((id) => attachedSchema.parse(propertiesOf(template, id)))
    .filter(({ Roles }) => Roles.some(({ Ref }) => Ref === logicalId));
  return [...own, ...attached].flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
};

export const policySchema = z.object({ PolicyDocument: policyDocumentSchema });
const attachedSchema = policySchema.extend({ Roles: z.array(z.object({ Ref: z.string() })) });

export const functionSchema = z.object({
  FunctionName: z.string(),
  Timeout: z.number(),
  MemorySize: z.number(),
  Runtime: z.string(),
  Architectures: z.array(z.string()),
  ReservedConcurrentExecutions: z.number().optional(),
  TracingConfig: z.object({ Mode: z.string() }),
  Role: z.unknown(),
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
});

/** Whether the queue is encrypted with the customer managed key, if one is set, and otherwise with SQS's key. */
const encrypted = (name: string, branches: readonly unknown[]) =>
  z.unknown().refine((value) => isDeepStrictEqual(value, { 'Fn::If': ['HasKey', ...branches] }), name);

export const queueSchema = z.object({
  QueueName: z.string(),
  VisibilityTimeout: z.number().optional(),
  MessageRetentionPeriod: z.number().optional(),
  SqsManagedSseEnabled: encrypted('SqsManagedSseEnabled', [{ Ref: 'AWS::NoValue' }, true]),
  KmsMasterKeyId: encrypted('KmsMasterKeyId', [{ Ref: 'EncryptionKey' }, { Ref: 'AWS::NoValue' }]),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.unknown(), maxReceiveCount: z.number() }).optional(),
});

export const mappingSchema = z.object({
  BatchSize: z.number(),
  MaximumBatchingWindowInSeconds: z.number().default(0),
  EventSourceArn: z.unknown(),
  FunctionName: z.unknown(),
  FunctionResponseTypes: z.array(z.string()),
  ScalingConfig: z.object({ MaximumConcurrency: z.number() }),
});

export const ruleSchema = z.object({
  Name: z.string(),
  State: z.string().optional(),
  ScheduleExpression: z.string().optional(),
  EventPattern: z.unknown().optional(),
  Targets: z.array(
    z.object({ Id: z.string(), Arn: z.unknown(), DeadLetterConfig: z.object({ Arn: z.unknown() }) }),
  ),
});
