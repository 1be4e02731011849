import { wirePolicies } from '../../functions/policies-wiring.ts';
import { readConfig } from '../../lib/aws/config.ts';
import { silent } from './silent.ts';

/** Runs the policies function once in its own process, for the policies that are named on the command line, or for open rollouts. */
const { drive } = wirePolicies(readConfig(process.env), silent);
process.stdout.write('ready\n');
const names = process.argv.slice(2);
const { sent } = await drive({ names }, { priority: 'upkeep', deadline: Date.now() + 290_000 });
const peakMb = process.resourceUsage().maxRSS / 1024;
process.stdout.write(`${JSON.stringify({ sent, peakMb })}\n`);
