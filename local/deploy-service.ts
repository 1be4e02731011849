import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Cell, Deploy, Stack } from './cell.ts';
import { createFunctionHost } from './functions/function-host.ts';
import { configurationOf } from './functions/function-spec.ts';
import { partitionOf } from './identity.ts';
import { startMapping } from './mappings/mapping.ts';
import { type Deliver, startRule } from './rules/rule.ts';
import { planStack, type StackPlan } from './template/stack-plan.ts';
import { readTemplate } from './template/template.ts';

export interface DeployOptions {
  /** What `osls package` left: the template of the stack, and a zip for each function. */
  readonly packageDir: string;
  readonly stackName: string;
  /** Gets a line for whatever a function prints and whatever goes wrong between the parts. */
  readonly log?: (line: string) => void;
}

/**
 * Takes a packaged service up in a cell: its queues, its table, its functions, their mappings and its rules. It
 * rejects, with nothing left running, at whatever of the template this cloud does not know, and when a function
 * cannot load.
 */
export function deployService({ packageDir, stackName, log = () => {} }: DeployOptions): Deploy {
  return async (cell) => {
    const template = await readTemplate(join(packageDir, 'cloudformation-template-update-stack.json'));
    const plan = planStack(template, { cell, stackName }, packageDir);
    const deployed = cell.issueRoleCredentials(roleOf(cell, 'local-cloudformation'), stackName);
    await makeQueuesAndTables(cell, plan, deployed);
    return start(cell, plan, log);
  };
}

type Credentials = ReturnType<Cell['issueRoleCredentials']>;

async function makeQueuesAndTables(cell: Cell, plan: StackPlan, credentials: Credentials): Promise<void> {
  const client = { endpoint: cell.endpoint, region: cell.region, credentials, maxAttempts: 1 };
  const sqs = new SQSClient(client);
  const dynamodb = new DynamoDBClient(client);
  try {
    const deadLettersFirst = plan.queues.toSorted(
      (a, b) =>
        Number(a.properties.RedrivePolicy !== undefined) - Number(b.properties.RedrivePolicy !== undefined),
    );
    for (const { properties, ref } of deadLettersFirst) await sqs.send(createQueue(properties, ref));
    for (const { properties, ref } of plan.tables) {
      const { AttributeDefinitions, KeySchema, BillingMode } = properties;
      await dynamodb.send(
        new CreateTableCommand({ TableName: ref, AttributeDefinitions, KeySchema, BillingMode }),
      );
    }
  } finally {
    sqs.destroy();
    dynamodb.destroy();
  }
}

function createQueue(properties: StackPlan['queues'][number]['properties'], url: string): CreateQueueCommand {
  const { VisibilityTimeout, MessageRetentionPeriod, DelaySeconds, ReceiveMessageWaitTimeSeconds } =
    properties;
  const counts = { VisibilityTimeout, MessageRetentionPeriod, DelaySeconds, ReceiveMessageWaitTimeSeconds };
  const Attributes = Object.fromEntries(
    Object.entries(counts).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
  const { RedrivePolicy } = properties;
  return new CreateQueueCommand({
    QueueName: url.slice(url.lastIndexOf('/') + 1),
    Attributes: { ...Attributes, ...(RedrivePolicy && { RedrivePolicy: JSON.stringify(RedrivePolicy) }) },
  });
}

async function start(cell: Cell, plan: StackPlan, log: (line: string) => void): Promise<Stack> {
  const host = createFunctionHost(cell, plan.functions, log);
  const running: { close(): Promise<void> | void }[] = [];
  let closed: Promise<void> | undefined;
  const close = async () => {
    await Promise.all(running.map((part) => part.close()));
    await host.close();
  };
  try {
    // A setting that a function cannot start with is told now and not at the first event.
    await Promise.all(host.functionNames.map((name) => host.warm(name)));
  } catch (error) {
    await close();
    throw error;
  }
  running.push(...plan.mappings.map((mapping) => startMapping(cell, mapping, host, log)));
  const events = new SQSClient({
    endpoint: cell.endpoint,
    region: cell.region,
    credentials: cell.issueRoleCredentials(roleOf(cell, 'local-eventbridge'), 'events'),
  });
  const deliver: Deliver = async (target, event) => {
    const body = JSON.stringify(event);
    if ('functionName' in target) await host.invoke(target.functionName, body, 'Event');
    else await events.send(new SendMessageCommand({ QueueUrl: target.queueUrl, MessageBody: body }));
  };
  running.push(...plan.rules.map((rule) => startRule(cell, rule, deliver, log)));
  running.push({ close: () => events.destroy() });
  return {
    functionNames: host.functionNames,
    configuration(name) {
      const spec = plan.functions.find((one) => one.name === name);
      return spec && configurationOf(spec);
    },
    queueUrls: plan.queues.map(({ ref }) => ref),
    tableNames: plan.tables.map(({ ref }) => ref),
    invoke: (name, payload, type) => host.invoke(name, payload, type),
    kill: (name) => host.kill(name),
    close() {
      closed ??= close();
      return closed;
    },
  };
}

const roleOf = (cell: Cell, name: string) =>
  `arn:${partitionOf(cell.region)}:iam::${cell.account}:role/${name}`;
