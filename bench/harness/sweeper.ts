import { wireSweep } from '../../functions/sweep-wiring.ts';
import { readConfig } from '../../lib/aws/config.ts';
import { silent } from './silent.ts';

/** The sweep function once, in a process of its own: prints its answer, its time and the most memory it had. */
const sweep = wireSweep(readConfig(process.env), silent);
process.stdout.write('ready\n');
const begun = performance.now();
const fleet = await sweep({ acceptDeletions: 0 }, { priority: 'upkeep', deadline: Date.now() + 290_000 });
const seconds = (performance.now() - begun) / 1000;
const peakMb = process.resourceUsage().maxRSS / 1024;
process.stdout.write(`${JSON.stringify({ managed: fleet.Managed, seconds, peakMb })}\n`);
