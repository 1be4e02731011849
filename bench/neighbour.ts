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

/** Somebody else takes half of the write quota for a third of the run, and leaves. */
const size = sizes({ pools: 600, workers: 2, scale: 1 });
const [pools, scale] = [size('pools'), size('scale')];
const rate = 15 * scale;
const cloud = await startLocalCloud({ quotaScale: scale });
const account = await openAccount(cloud, { scale });
const ids = seedFleet(account, pools, () => false);
const workers = await startWorkers(account, size('workers'));
const ideal = idealSeconds(pools, rate);

const neighbour = new CognitoIdentityProviderClient({
  endpoint: account.endpoint,
  region: REGION,
  credentials: account.credentials,
  maxAttempts: 1,
});
/** Its writes go to a pool that is not there: they cost the quota, and touch no pool of ours. */
let theirs = 0;
let theirsThrottled = 0;
const disturb = () => {
  theirs += 1;
  neighbour
    .send(new SetLogDeliveryConfigurationCommand({ UserPoolId: `${REGION}_nobody`, LogConfigurations: [] }))
    .catch((error: Error) => {
      if (error.name === 'TooManyRequestsException') theirsThrottled += 1;
    });
};

await account.send('edits', ids.map(edited));
const watch = watchApplied(account, ids);
const { elapsed } = watch;
await secondsUntil(() => elapsed() > ideal / 3, ideal);
const before = callsOf(account);
const disturbing = setInterval(disturb, 2000 / rate);
await secondsUntil(() => elapsed() > (2 * ideal) / 3, ideal);
clearInterval(disturbing);
const left = elapsed();
const during = callsOf(account);
const theirsDuring = { calls: theirs, throttled: theirsThrottled };
await secondsUntil(() => applied(account, ids) === pools, ideal * 3 + 60);
const seconds = elapsed();
watch.stop();
const after = callsOf(account);
await workers.stop();
neighbour.destroy();
account.close();
await cloud.close();

const ours = (calls: number, throttled: number, others: number, othersThrottled: number) =>
  percent(throttled - othersThrottled, calls - others);

printTable(
  `${pools} pools, all to be changed; a neighbour takes half of the writes in the middle third; AWS's figures times ${scale}, ${size('workers')} workers.`,
  ['', ''],
  [
    ['failed pools', pools - applied(account, ids)],
    ['wall ÷ ideal alone', fixed(seconds / ideal)],
    [
      'our calls throttled while it was there',
      ours(
        during.cognito - before.cognito,
        during.throttled - before.throttled,
        theirsDuring.calls,
        theirsDuring.throttled,
      ),
    ],
    [
      'our calls throttled after',
      percent(after.throttled - during.throttled, after.cognito - during.cognito),
    ],
    ['its own calls throttled', percent(theirsDuring.throttled, theirsDuring.calls)],
    ['seconds until the full rate', recoveryText(watch.recovered(left, rate))],
  ],
);
