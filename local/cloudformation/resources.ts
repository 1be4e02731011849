import { z } from 'zod';
import { attributesOf } from './attributes.ts';
import { createResolver } from './resolve.ts';
import type { ResolveContext } from './resolve-context.ts';
import {
  functionSchema,
  INERT_TYPES,
  invokeConfigSchema,
  mappingSchema,
  permissionSchema,
  queuePolicySchema,
  queueSchema,
  ruleSchema,
  tableSchema,
} from './schemas.ts';
import type { Template } from './template.ts';

/** A resource: its properties, and its values of `Ref` and `Fn::GetAtt`. */
export interface Resource<Properties> {
  readonly logicalId: string;
  readonly properties: Properties;
  readonly ref: string;
  readonly arn: string;
}

/** The resources of a template whose conditions are true, by type. All values are resolved and validated. */
export interface Resources {
  readonly queues: readonly Resource<z.output<typeof queueSchema>>[];
  readonly queuePolicies: readonly Resource<z.output<typeof queuePolicySchema>>[];
  readonly tables: readonly Resource<z.output<typeof tableSchema>>[];
  readonly functions: readonly Resource<z.output<typeof functionSchema>>[];
  readonly invokeConfigs: readonly Resource<z.output<typeof invokeConfigSchema>>[];
  readonly permissions: readonly Resource<z.output<typeof permissionSchema>>[];
  readonly mappings: readonly Resource<z.output<typeof mappingSchema>>[];
  readonly rules: readonly Resource<z.output<typeof ruleSchema>>[];
}

const SUPPORTED_TYPES: ReadonlySet<string> = new Set([
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::DynamoDB::Table',
  'AWS::Lambda::Function',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Permission',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Events::Rule',
]);

/**
 * Throws an Error that names the resource and the unsupported type, intrinsic function, operator or property.
 */
export function resourcesOf(template: Template, context: ResolveContext): Resources {
  const { resolve, holds } = createResolver(template, context);
  const present = Object.entries(template.Resources)
    .filter(([, { Condition }]) => Condition === undefined || holds(Condition))
    .map(([logicalId, { Type, Properties }]) => {
      if (!SUPPORTED_TYPES.has(Type) && !INERT_TYPES.has(Type))
        throw new Error(`${logicalId}: resource type ${Type} is not supported`);
      const properties = z.record(z.string(), z.unknown()).parse(resolve(Properties, logicalId));
      return { logicalId, type: Type, properties };
    });
  const ofType = <S extends z.ZodType>(wanted: string, schema: S): Resource<z.output<S>>[] =>
    present
      .filter(({ type }) => type === wanted)
      .map(({ logicalId, type, properties: given }) => {
        const read = schema.safeParse(given);
        if (!read.success) throw new Error(`${logicalId} (${type}): ${issuesOf(read.error)}`);
        const { Ref = '', Arn = '' } = attributesOf(context, logicalId, type, (name) =>
          z.string().default('').parse(given[name]),
        );
        return { logicalId, properties: read.data, ref: Ref, arn: Arn };
      });
  return {
    queues: ofType('AWS::SQS::Queue', queueSchema),
    queuePolicies: ofType('AWS::SQS::QueuePolicy', queuePolicySchema),
    tables: ofType('AWS::DynamoDB::Table', tableSchema),
    functions: ofType('AWS::Lambda::Function', functionSchema),
    invokeConfigs: ofType('AWS::Lambda::EventInvokeConfig', invokeConfigSchema),
    permissions: ofType('AWS::Lambda::Permission', permissionSchema),
    mappings: ofType('AWS::Lambda::EventSourceMapping', mappingSchema),
    rules: ofType('AWS::Events::Rule', ruleSchema),
  };
}

function issuesOf(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => [path.join('.'), message].join(': ')).join('; ');
}
