import { basename, join } from 'node:path';
import type { RuleDescription } from '../core/stack.ts';
import { compilePattern } from '../services/events/rules/pattern.ts';
import type { RuleSpec, Target } from '../services/events/rules/rule.ts';
import type { EventSourceMappingSpec } from '../services/lambda/event-source-mapping/event-source-mapping-spec.ts';
import type { FunctionSpec } from '../services/lambda/function-spec.ts';
import { checkPermissions } from './permissions.ts';
import type { ResolveContext } from './resolve-context.ts';
import { type Resource, type Resources, resourcesOf } from './resources.ts';
import type { Template } from './template.ts';

/** The resources of a template that the local cloud starts. */
export interface StackPlan extends Pick<Resources, 'queues' | 'tables'> {
  readonly functions: readonly FunctionSpec[];
  readonly mappings: readonly EventSourceMappingSpec[];
  readonly rules: readonly RuleSpec[];
  /** All rules, also disabled ones. */
  readonly ruleDescriptions: readonly RuleDescription[];
}

/**
 * Throws the errors of `resourcesOf` and `checkPermissions`, and an Error when a mapping or a target refers
 * to a resource that does not exist.
 */
export function planStack(template: Template, context: ResolveContext, packageDir: string): StackPlan {
  const resources = resourcesOf(template, context);
  checkPermissions(resources);
  return {
    queues: resources.queues,
    tables: resources.tables,
    functions: resources.functions.map((one) => functionSpec(one, resources, packageDir)),
    mappings: resources.mappings
      .filter(({ properties }) => properties.Enabled)
      .map((one) => mappingSpec(one, resources)),
    rules: resources.rules
      .filter(({ properties }) => properties.State === 'ENABLED')
      .map((one) => ruleSpec(one, resources)),
    ruleDescriptions: resources.rules.map(ruleDescription),
  };
}

function functionSpec(
  { properties, ref, arn }: Resources['functions'][number],
  { invokeConfigs }: Resources,
  packageDir: string,
): FunctionSpec {
  const config = invokeConfigs.find((one) => [ref, arn].includes(one.properties.FunctionName))?.properties;
  const { ReservedConcurrentExecutions: reserved } = properties;
  return {
    name: ref,
    arn,
    artifact: join(packageDir, basename(properties.Code.S3Key)),
    handler: properties.Handler,
    timeoutSeconds: properties.Timeout,
    memoryMb: properties.MemorySize,
    environment: properties.Environment.Variables,
    roleArn: properties.Role,
    recursiveLoop: properties.RecursiveLoop,
    ...(reserved !== undefined && { reservedConcurrency: reserved }),
    maximumRetryAttempts: config?.MaximumRetryAttempts ?? 2,
    maximumEventAgeSeconds: config?.MaximumEventAgeInSeconds ?? 21_600,
  };
}

function mappingSpec(
  { properties, logicalId }: Resources['mappings'][number],
  { queues, functions }: Resources,
): EventSourceMappingSpec {
  const queue = named(queues, properties.EventSourceArn, logicalId);
  const called = named(functions, properties.FunctionName, logicalId);
  const maximumConcurrency = properties.ScalingConfig?.MaximumConcurrency;
  return {
    queueArn: queue.arn,
    queueUrl: queue.ref,
    functionName: called.ref,
    batchSize: properties.BatchSize,
    windowSeconds: properties.MaximumBatchingWindowInSeconds,
    ...(maximumConcurrency !== undefined && { maximumConcurrency }),
    reportBatchItemFailures: properties.FunctionResponseTypes.length > 0,
  };
}

function ruleSpec(
  { properties, ref, arn, logicalId }: Resources['rules'][number],
  { queues, functions }: Resources,
): RuleSpec {
  const { EventPattern: pattern, ScheduleExpression: schedule } = properties;
  const targetOf = (target: string): Target => {
    const queue = queues.find((one) => one.arn === target);
    if (queue !== undefined) return { queueUrl: queue.ref };
    return { functionName: named(functions, target, logicalId).ref };
  };
  return {
    name: ref,
    arn,
    ...(pattern !== undefined && { matches: compilePattern(pattern) }),
    ...(schedule !== undefined && { schedule }),
    targets: properties.Targets.map(({ Arn }) => targetOf(Arn)),
  };
}

function ruleDescription({ properties, ref, arn }: Resources['rules'][number]): RuleDescription {
  const { EventPattern: pattern, ScheduleExpression: schedule, State, Description } = properties;
  return {
    Name: ref,
    Arn: arn,
    ...(pattern !== undefined && { EventPattern: JSON.stringify(pattern) }),
    ...(schedule !== undefined && { ScheduleExpression: schedule }),
    State,
    ...(Description !== undefined && { Description }),
  };
}

/** Finds a resource by ARN or name. */
function named<T>(resources: readonly Resource<T>[], reference: string, of: string): Resource<T> {
  const found = resources.find(({ arn, ref }) => arn === reference || ref === reference);
  if (found === undefined) throw new Error(`${of}: ${reference} is not a resource of this template`);
  return found;
}
