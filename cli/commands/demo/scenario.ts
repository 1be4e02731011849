import pc from 'picocolors';
import { sameConfiguration } from '../../../lib/domain/difference.ts';
import type { LogConfiguration } from '../../../lib/domain/log-configuration.ts';
import { type DemoClient, PREFIX } from './clients.ts';
import { formatChanges, print, printHeading, printLine, printLines, printTable } from './output.ts';
import { NOTIFICATIONS_TO_A_LOG_GROUP, SIGN_INS_TO_A_STREAM } from './requests.ts';
import { DemoStepError, waitForOutcome } from './wait.ts';

/** The steps of the demo. Throws DemoStepError when one does not happen. */
export async function runScenario(client: DemoClient): Promise<void> {
  const staff = await client.createPool('staff', 'ESSENTIALS');
  const shop = await client.createPool('shop', 'PLUS');
  const broken = await client.createPool('broken', 'ESSENTIALS');

  printHeading('A parameter is written: message delivery errors of the pool "staff" to a log group');
  await apply(client, staff, NOTIFICATIONS_TO_A_LOG_GROUP);

  printHeading(
    'Another: sign-in activity of "shop" (tier PLUS) to a Firehose stream, and its delivery errors',
  );
  await apply(client, shop, SIGN_INS_TO_A_STREAM);

  printHeading('Somebody empties the pool "shop" behind the service\'s back');
  await repair(client, shop, SIGN_INS_TO_A_STREAM);

  printHeading('A parameter with three mistakes');
  await reject(client, broken);

  await printSummary(client, { staff, shop, broken });
}

async function apply(client: DemoClient, pool: string, wanted: readonly LogConfiguration[]): Promise<void> {
  await client.put(pool, { LogConfigurations: wanted });
  printLine('event', `Parameter Store Change: Create ${PREFIX}/pools/${pool}`);
  const { transition, seconds } = await waitForOutcome(() => client.record(pool), 'Applied');
  printLines('decision', formatChanges(transition));
  await expectOnPool(client, pool, wanted);
  printLine(
    'result',
    `${pc.green('Applied')} after ${seconds} s; GetLogDeliveryConfiguration answers the same`,
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
  printLine('by', transition.Actor?.Arn ?? 'nobody was named');
  printLines('decision', formatChanges(transition));
  await expectOnPool(client, pool, wanted);
  printLine('result', `${pc.green('Repaired')} after ${seconds} s`);
}

/** A level, an account and a key that are wrong. */
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
    throw new DemoStepError(`expected all 3 mistakes, found ${transition.Reasons.length}`);
  await expectOnPool(client, pool, []);
  printLine('result', `${pc.red('Rejected')}; the pool is untouched`);
}

async function expectOnPool(
  client: DemoClient,
  pool: string,
  wanted: readonly LogConfiguration[],
): Promise<void> {
  const stands = await client.observe(pool);
  if (!sameConfiguration(stands, wanted))
    throw new DemoStepError(
      `expected on ${pool}: ${JSON.stringify(wanted)}; found ${JSON.stringify(stands)}`,
    );
}

async function printSummary(client: DemoClient, pools: Readonly<Record<string, string>>): Promise<void> {
  const rows = await Promise.all(
    Object.entries(pools).map(async ([name, id]) => {
      const status = (await client.record(id))?.Status;
      return [`${name}\n${id}`, status?.Outcome ?? 'none', (status?.Reasons ?? []).join('\n')];
    }),
  );
  printTable(['pool', 'outcome', 'reason'], rows);
  print(
    `\nNext: ${pc.cyan('npm run local')} starts the same for your own hands; README.md says how to deploy.`,
  );
}
