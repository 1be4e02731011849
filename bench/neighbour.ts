import {
  CognitoIdentityProviderClient,
  SetLogDeliveryConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { startLocalCloud } from '../local/cloud.ts';
import { openAccount, REGION } from './harness/account.ts';
import { edited, seedFleet } from './harness/fleet.ts';
import { applied, callsOf, idealSeconds, secondsUntil } from './harness/measure.ts';
import { startWorkers } from './harness/processes.ts';
import { recoveryText, watchApplied } from './harness/rate.ts';
import { sizes } from './harness/size.ts';
import { fixed, percent, printTable } from './harness/table.ts';

/** Another client uses half of the write quota during the middle third of the run. */
const size = sizes({ pools: 600, workers: 2, scale: 1 });
const [pools, scale] = [size('pools'), size('scale')];
const rate = 15 * scale;
const cloud = await startLocalCloud({ quotaScale: scale });
const account = await openAccount(cloud, { scale });
const ids = seedFleet(account, pools, () => false);
const workers = await startWorkers(account, size('workers'));
const ideal = idealSeconds(pools, rate);

const otherClient = new CognitoIdentityProviderClient({
  endpoint: account.endpoint,
  region: REGION,
  credentials: account.credentials,
  maxAttempts: 1,
});
/** The other client writes to a missing pool. That uses the quota and changes no pool of the benchmark. */
let otherCalls = 0;
let otherThrottled = 0;
const writeAsOther = () => {
  otherCalls += 1;
  otherClient
    .send(new SetLogDeliveryConfigurationCommand({ UserPoolId: `${REGION}_missing`, LogConfigurations: [] }))
    .catch((error: Error) => {
      if (error.name === 'TooManyRequestsException') otherThrottled += 1;
    });
};

await account.send('edits', ids.map(edited));
const watch = watchApplied(account, ids);
const { elapsed } = watch;
await secondsUntil(() => elapsed() > ideal / 3, ideal);
const before = callsOf(account);
const interval = setInterval(writeAsOther, 2000 / rate);
await secondsUntil(() => elapsed() > (2 * ideal) / 3, ideal);
clearInterval(interval);
const stoppedAt = elapsed();
const during = callsOf(account);
const otherDuring = { calls: otherCalls, throttled: otherThrottled };
await secondsUntil(() => applied(account, ids) === pools, ideal * 3 + 60);
const seconds = elapsed();
watch.stop();
const after = callsOf(account);
await workers.stop();
otherClient.destroy();
account.close();
await cloud.close();

const serviceThrottled = (calls: number, throttled: number, others: number, othersThrottled: number) =>
  percent(throttled - othersThrottled, calls - others);

printTable(
  `${pools} pools, all of which change; another client uses half of the writes in the middle third; scale ${scale}, ${size('workers')} workers.`,
  ['', ''],
  [
    ['failed pools', pools - applied(account, ids)],
    ['wall ÷ ideal without the other client', fixed(seconds / ideal)],
    [
      'throttled calls of the service during that third',
      serviceThrottled(
        during.cognito - before.cognito,
        during.throttled - before.throttled,
        otherDuring.calls,
        otherDuring.throttled,
      ),
    ],
    [
      'throttled calls of the service after it',
      percent(after.throttled - during.throttled, after.cognito - during.cognito),
    ],
    ['throttled calls of the other client', percent(otherDuring.throttled, otherDuring.calls)],
    ['seconds until the full rate', recoveryText(watch.recovered(stoppedAt, rate))],
  ],
);
