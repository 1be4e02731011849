import { eventually } from '../../../clients.ts';
import { startSmallService } from '../small-service.ts';
import { mapQueue } from './mapped-queue.ts';

/** Closes a cloud while one function runs, another waits for a retry and a mapping polls. The process then exits. */
const service = await startSmallService({
  hangs: {
    code: 'exports.handler = () => new Promise(() => { console.log("hangs"); setInterval(() => {}, 1000); })',
  },
  fails: { code: 'exports.handler = async () => { throw new Error("no"); }' },
});
const queue = await mapQueue(service.accountRegion, service.host, 'q', { functionName: 'hangs' });
await queue.send('x');
await service.line(/^hangs: hangs$/);
await service.send('fails');
await service.line(/^fails: Invoke Error/);
await service.host.warm('fails');
// The mapping has received the message while the function hangs.
await eventually(async () => (await queue.counts()).inFlight === 1 || undefined);
const before = Date.now();
await queue.close();
await service.close();
process.stdout.write(Date.now() - before < 2000 ? 'closed\n' : 'closed late\n');
