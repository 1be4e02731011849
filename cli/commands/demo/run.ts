import pc from 'picocolors';
import { sameConfiguration } from '../../../lib/domain/difference.ts';
import type { LogConfiguration } from '../../../lib/domain/log-configuration.ts';
import { startLocal } from '../local/start.ts';
import { ACCOUNT, type Person, PREFIX, personAt, REGION } from './clients.ts';
import { changes, heading, line, lines, reached, StepFailed, say, table } from './output.ts';
import { NOTIFICATIONS_TO_A_LOG_GROUP, SIGN_INS_TO_A_STREAM } from './requests.ts';

/** The main job, seen: exit code 0, or 1 with what was expected and did not happen. */
export async function runDemo(): Promise<number> {
  say(
    `${pc.bold('cognito-log-reconciler')}: what a parameter says about a user pool's log delivery, Cognito does.`,
  );
  say(pc.dim('packaging the service and starting the local cloud …'));
  const cloud = await startLocal({
    port: 0,
    reconciler: true,
    quotaScale: 1,
    param: {},
    account: ACCOUNT,
    region: REGION,
  }).catch((error: unknown) => fail('the local cloud did not start', error));
  if (cloud === undefined) return 1;
  say(`${pc.dim('ready at')} ${cloud.url}${pc.dim(`, account ${ACCOUNT}, Region ${REGION}`)}`);
  try {
    await play(personAt(cloud.url));
    return 0;
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    fail('this step did not happen', error);
    return 1;
  } finally {
    await cloud.close();
  }
}

function fail(what: string, error: unknown): undefined {
  const why = error instanceof Error ? error.message : String(error);
  process.stderr.write(`\n${pc.red(what)}: ${why}\n`);
}

async function play(person: Person): Promise<void> {
  const staff = await person.createPool('staff', 'ESSENTIALS');
  const shop = await person.createPool('shop', 'PLUS');
  const broken = await person.createPool('broken', 'ESSENTIALS');

  heading('A parameter is written: message delivery errors of the pool "staff" to a log group');
  await apply(person, staff, NOTIFICATIONS_TO_A_LOG_GROUP);

  heading('Another: sign-in activity of "shop" (tier PLUS) to a Firehose stream, and its delivery errors');
  await apply(person, shop, SIGN_INS_TO_A_STREAM);

  heading('Somebody empties the pool "shop" behind the service\'s back');
  await repair(person, shop, SIGN_INS_TO_A_STREAM);

  heading('A parameter with three mistakes');
  await refuse(person, broken);

  await summary(person, { staff, shop, broken });
}

async function apply(person: Person, pool: string, wanted: readonly LogConfiguration[]): Promise<void> {
  await person.put(pool, { LogConfigurations: wanted });
  line('event', `Parameter Store Change: Create ${PREFIX}/pools/${pool}`);
  const { transition, seconds } = await reached(() => person.record(pool), 'Applied');
  lines('decision', changes(transition));
  await expectOnPool(person, pool, wanted);
  line('result', `${pc.green('Applied')} after ${seconds} s; GetLogDeliveryConfiguration answers the same`);
}

async function repair(person: Person, pool: string, wanted: readonly LogConfiguration[]): Promise<void> {
  const before = await person.record(pool);
  await person.edit(pool, []);
  line('event', 'AWS API Call via CloudTrail: SetLogDeliveryConfiguration');
  const { transition, seconds } = await reached(() => person.record(pool), 'Repaired', before?.Revision);
  line('by', transition.Actor?.Arn ?? 'nobody was named');
  lines('decision', changes(transition));
  await expectOnPool(person, pool, wanted);
  line('result', `${pc.green('Repaired')} after ${seconds} s`);
}

/** A level, an account and a key that are wrong. */
async function refuse(person: Person, pool: string): Promise<void> {
  const LogGroupArn = 'arn:aws:logs:us-west-2:999999999999:log-group:theirs';
  const entry = {
    EventSource: 'userNotification',
    LogLevel: 'INFO',
    CloudWatchLogsConfiguration: { LogGroupArn },
  };
  await person.put(pool, { LogConfigurations: [entry], mode: 'Observe' });
  line('event', `Parameter Store Change: Create ${PREFIX}/pools/${pool}`);
  const { transition } = await reached(() => person.record(pool), 'Rejected');
  lines('reasons', transition.Reasons);
  if (transition.Reasons.length !== 3)
    throw new StepFailed(`expected all 3 mistakes, found ${transition.Reasons.length}`);
  await expectOnPool(person, pool, []);
  line('result', `${pc.red('Rejected')}; the pool is untouched`);
}

async function expectOnPool(
  person: Person,
  pool: string,
  wanted: readonly LogConfiguration[],
): Promise<void> {
  const stands = await person.observe(pool);
  if (!sameConfiguration(stands, wanted))
    throw new StepFailed(`expected on ${pool}: ${JSON.stringify(wanted)}; found ${JSON.stringify(stands)}`);
}

async function summary(person: Person, pools: Readonly<Record<string, string>>): Promise<void> {
  const rows = await Promise.all(
    Object.entries(pools).map(async ([name, id]) => {
      const status = (await person.record(id))?.Status;
      return [`${name}\n${id}`, status?.Outcome ?? 'none', (status?.Reasons ?? []).join('\n')];
    }),
  );
  table(['pool', 'outcome', 'reason'], rows);
  say(
    `\nNext: ${pc.cyan('npm run local')} starts the same for your own hands; README.md says how to deploy.`,
  );
}
