import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { AccountRegion } from '../core/account-region.ts';
import { partitionOf } from '../core/partition.ts';
import type { Deploy, Stack } from '../core/stack.ts';
import { type Deliver, startRule } from '../services/events/rules/rule.ts';
import { startEventSourceMapping } from '../services/lambda/event-source-mapping/event-source-mapping.ts';
import { createFunctionHost } from '../services/lambda/function-host.ts';
import { configurationOf } from '../services/lambda/function-spec.ts';
import { planStack, type StackPlan } from './stack-plan.ts';
import { readTemplate } from './template.ts';

export interface DeployOptions {
  /** The template of the stack and a zip file or a folder for each function: the output of `osls package` or `cachedService`. */
  readonly packageDir: string;
  readonly stackName: string;
  /** Receives the output of the functions and errors between the parts, line by line. */
  readonly log?: (line: string) => void;
}

/**
 * Deploys a packaged service in an account-region: queues, table, functions, event source mappings and rules.
 * Rejects, and leaves nothing running, when the template contains anything that the local cloud does not
 * support, or when a function cannot load.
 */
export function deployService({ packageDir, stackName, log = () => {} }: DeployOptions): Deploy {
  return async (accountRegion) => {
    const template = await readTemplate(join(packageDir, 'cloudformation-template-update-stack.json'));
    const plan = planStack(template, { accountRegion, stackName }, packageDir);
    const deployed = accountRegion.issueRoleCredentials(
      roleOf(accountRegion, 'local-cloudformation'),
      stackName,
    );
    await createQueuesAndTables(accountRegion, plan, deployed);
    return start(accountRegion, plan, log);
  };
}

type Credentials = ReturnType<AccountRegion['issueRoleCredentials']>;

async function createQueuesAndTables(
  accountRegion: AccountRegion,
  plan: StackPlan,
  credentials: Credentials,
): Promise<void> {
  const client = {
    endpoint: accountRegion.endpoint,
    region: accountRegion.region,
    credentials,
    maxAttempts: 1,
  };
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
      // CloudFormation waits too: a table that was just created does not answer.
      await waitUntilTableExists(
        { client: dynamodb, maxWaitTime: 10, minDelay: 0.002, maxDelay: 0.01 },
        { TableName: ref },
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

async function start(
  accountRegion: AccountRegion,
  plan: StackPlan,
  log: (line: string) => void,
): Promise<Stack> {
  const host = createFunctionHost(accountRegion, plan.functions, log);
  const running: { close(): Promise<void> | void }[] = [];
  let closed: Promise<void> | undefined;
  const close = async () => {
    await Promise.all(running.map((part) => part.close()));
    await host.close();
  };
  try {
    // Report a setting that prevents a function from starting now, not at the first event.
    await Promise.all(host.functionNames.map((name) => host.warm(name)));
  } catch (error) {
    await close();
    throw error;
  }
  running.push(...plan.mappings.map((mapping) => startEventSourceMapping(accountRegion, mapping, host, log)));
  const events = new SQSClient({
    endpoint: accountRegion.endpoint,
    region: accountRegion.region,
    credentials: accountRegion.issueRoleCredentials(roleOf(accountRegion, 'local-eventbridge'), 'events'),
  });
  const deliver: Deliver = async (target, event) => {
    const body = JSON.stringify(event);
    if ('functionName' in target) await host.invoke(target.functionName, body, 'Event');
    else await events.send(new SendMessageCommand({ QueueUrl: target.queueUrl, MessageBody: body }));
  };
  running.push(...plan.rules.map((rule) => startRule(accountRegion, rule, deliver, log)));
  running.push({ close: () => events.destroy() });
  return {
    functionNames: host.functionNames,
    configuration(name) {
      const spec = plan.functions.find((one) => one.name === name);
      return spec && configurationOf(spec);
    },
    queueUrls: plan.queues.map(({ ref }) => ref),
    rules: plan.ruleDescriptions,
    tableNames: plan.tables.map(({ ref }) => ref),
    invoke: host.invoke,
    recursiveInvocationsDropped: host.recursiveInvocationsDropped,
    kill: (name) => host.kill(name),
    close() {
      closed ??= close();
      return closed;
    },
  };
}

const roleOf = (accountRegion: AccountRegion, name: string) =>
  `arn:${partitionOf(accountRegion.region)}:iam::${accountRegion.account}:role/${name}`;
