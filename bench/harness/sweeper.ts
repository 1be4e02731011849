import { wireSweep } from '../../functions/sweep-wiring.ts';
import { readConfig } from '../../lib/aws/config.ts';
import { silent } from './silent.ts';

/**
 * Runs the sweep function once in its own process. Prints the number of managed pools, the duration and the
 * peak memory.
 */
const sweep = wireSweep(readConfig(process.env), silent);
process.stdout.write('ready\n');
const startedAt = performance.now();
const fleet = await sweep({ acceptDeletions: 0 }, { priority: 'upkeep', deadline: Date.now() + 290_000 });
const seconds = (performance.now() - startedAt) / 1000;
const peakMb = process.resourceUsage().maxRSS / 1024;
process.stdout.write(`${JSON.stringify({ managed: fleet.Managed, seconds, peakMb })}\n`);
