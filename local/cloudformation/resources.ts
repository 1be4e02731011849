import { z } from 'zod';
import { attributesOf } from './attributes.ts';
import { createResolver } from './resolve.ts';
import type { ResolveContext } from './resolve-context.ts';
import {
  functionSchema,
  inertTypes,
  invokeConfigSchema,
  mappingSchema,
  permissionSchema,
  queuePolicySchema,
  queueSchema,
  ruleSchema,
  tableSchema,
} from './schemas.ts';
import type { Template } from './template.ts';

/** One resource: its properties, and what `Ref` and `Fn::GetAtt` give of it. */
export interface Resource<Properties> {
  readonly logicalId: string;
  readonly properties: Properties;
  readonly ref: string;
  readonly arn: string;
}

/** What a template holds under its conditions, every value resolved and checked, by type. */
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

const usedTypes: ReadonlySet<string> = new Set([
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::DynamoDB::Table',
  'AWS::Lambda::Function',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Permission',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Events::Rule',
]);

/** Throws an Error that names the resource, and the type, intrinsic, operator or property not known here. */
export function resourcesOf(template: Template, context: ResolveContext): Resources {
  const { resolve, holds } = createResolver(template, context);
  const present = Object.entries(template.Resources)
    .filter(([, { Condition }]) => Condition === undefined || holds(Condition))
    .map(([logicalId, { Type, Properties }]) => {
      if (!usedTypes.has(Type) && !inertTypes.has(Type))
        throw new Error(`${logicalId}: resources of type ${Type} are not known here`);
      const properties = z.record(z.string(), z.unknown()).parse(resolve(Properties, logicalId));
      return { logicalId, type: Type, properties };
    });
  const ofType = <S extends z.ZodType>(wanted: string, schema: S): Resource<z.output<S>>[] =>
    present
      .filter(({ type }) => type === wanted)
      .map(({ logicalId, type, properties: stated }) => {
        const read = schema.safeParse(stated);
        if (!read.success) throw new Error(`${logicalId} (${type}): ${faultsOf(read.error)}`);
        const { Ref = '', Arn = '' } = attributesOf(context, logicalId, type, (name) =>
          z.string().default('').parse(stated[name]),
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

function faultsOf(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => [path.join('.'), message].join(': ')).join('; ');
}
