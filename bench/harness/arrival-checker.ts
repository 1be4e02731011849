import { wireArrival } from '../../functions/arrival-wiring.ts';
import { readConfig } from '../../lib/aws/config.ts';
import { silent } from './silent.ts';

/** Runs the arrival function once in its own process. Prints the results, the duration and the peak memory. */
const check = wireArrival(readConfig(process.env), silent);
process.stdout.write('ready\n');
const startedAt = performance.now();
const { pools } = await check({ deadline: Date.now() + 285_000 });
const seconds = (performance.now() - startedAt) / 1000;
const peakMb = process.resourceUsage().maxRSS / 1024;
process.stdout.write(`${JSON.stringify({ pools, seconds, peakMb })}\n`);
