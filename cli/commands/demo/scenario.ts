import pc from 'picocolors';
import { sameConfiguration } from '../../../lib/domain/difference.ts';
import type { LogConfiguration } from '../../../lib/domain/log-configuration.ts';
import { type DemoClient, PREFIX } from './clients.ts';
import { formatChanges, print, printHeading, printLine, printLines, printTable } from './output.ts';
import { NOTIFICATIONS_TO_A_LOG_GROUP, SIGN_INS_TO_A_STREAM } from './requests.ts';
import { DemoStepError, waitForOutcome } from './wait.ts';

/** Runs the steps of the demo. Throws DemoStepError when a step fails. */
export async function runScenario(client: DemoClient): Promise<void> {
  const staff = await client.createPool('staff', 'ESSENTIALS');
  const shop = await client.createPool('shop', 'PLUS');
  const broken = await client.createPool('broken', 'ESSENTIALS');

  printHeading('Write a parameter: send the message delivery errors of the pool "staff" to a log group');
  await apply(client, staff, NOTIFICATIONS_TO_A_LOG_GROUP);

  printHeading(
    'Write a parameter: send the sign-in activity of "shop" to a Firehose stream, and errors to a log group',
  );
  await apply(client, shop, SIGN_INS_TO_A_STREAM);

  printHeading('Another client removes the log delivery of the pool "shop"; the service repairs it');
  await repair(client, shop, SIGN_INS_TO_A_STREAM);

  printHeading('Write a parameter with three errors: the service rejects it');
  await reject(client, broken);

  await printSummary(client, { staff, shop, broken });
}

async function apply(client: DemoClient, pool: string, wanted: readonly LogConfiguration[]): Promise<void> {
  await client.put(pool, { LogConfigurations: wanted });
  printLine('event', `Parameter Store Change: Create ${PREFIX}/pools/${pool}`);
  const { transition, seconds } = await waitForOutcome(() => client.record(pool), 'Applied');
  printLines('changes', formatChanges(transition));
  await expectOnPool(client, pool, wanted);
  printLine(
    'result',
    `${pc.green('Applied')} after ${seconds} s. GetLogDeliveryConfiguration returns the same configuration.`,
  );
}

async function repair(client: DemoClient, pool: string, wanted: readonly LogConfiguration[]): Promise<void> {
  const before = await client.record(pool);
  await client.edit(pool, []);
  printLine('event', 'AWS API Call via CloudTrail: SetLogDeliveryConfiguration');
  const { transition, seconds } = await waitForOutcome(
    () => client.record(pool),
    'Repaired',
    before?.Revision,
  );
  printLine('actor', transition.Actor?.Arn ?? 'unknown');
  printLines('changes', formatChanges(transition));
  await expectOnPool(client, pool, wanted);
  printLine('result', `${pc.green('Repaired')} after ${seconds} s.`);
}

/** Writes a parameter with a wrong log level, account and key. */
async function reject(client: DemoClient, pool: string): Promise<void> {
  const LogGroupArn = 'arn:aws:logs:us-west-2:999999999999:log-group:theirs';
  const entry = {
    EventSource: 'userNotification',
    LogLevel: 'INFO',
    CloudWatchLogsConfiguration: { LogGroupArn },
  };
  await client.put(pool, { LogConfigurations: [entry], mode: 'Observe' });
  printLine('event', `Parameter Store Change: Create ${PREFIX}/pools/${pool}`);
  const { transition } = await waitForOutcome(() => client.record(pool), 'Rejected');
  printLines('reasons', transition.Reasons);
  if (transition.Reasons.length !== 3)
    throw new DemoStepError(`expected 3 errors, found ${transition.Reasons.length}`);
  await expectOnPool(client, pool, []);
  printLine('result', `${pc.red('Rejected')}. The pool is unchanged.`);
}

async function expectOnPool(
  client: DemoClient,
  pool: string,
  wanted: readonly LogConfiguration[],
): Promise<void> {
  const observed = await client.observe(pool);
  if (!sameConfiguration(observed, wanted))
    throw new DemoStepError(
      `expected ${JSON.stringify(wanted)} on ${pool}, found ${JSON.stringify(observed)}`,
    );
}

async function printSummary(client: DemoClient, pools: Readonly<Record<string, string>>): Promise<void> {
  const rows = await Promise.all(
    Object.entries(pools).map(async ([name, id]) => {
      const status = (await client.record(id))?.Status;
      return [`${name}\n${id}`, status?.Outcome ?? 'none', (status?.Reasons ?? []).join('\n')];
    }),
  );
  printTable(['POOL', 'OUTCOME', 'REASON'], rows);
  print(`\nTo try it yourself, run: ${pc.cyan('npm run local')}. To deploy the service, see README.md.`);
}
