// Runs commands one after the other in this process. Each has its own arguments, environment, folder and streams, and ends when nothing
// is left to do, as in a process of its own. An unhandled error ends this process. The first argument is the path of the built
// command. test/support/command-server.ts starts this program.
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';

const program = process.argv[2];
let runs = 0;

process.on('message', async ({ args, env, cwd, input }) => {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  process.chdir(cwd);
  process.argv = [process.argv[0], program, ...args];
  process.exitCode = undefined;
  Object.defineProperty(process, 'stdin', { value: Readable.from([Buffer.from(input)]), configurable: true });
  const output = [];
  const stdout = capture(process.stdout, output);
  const stderr = capture(process.stderr, output);
  runs += 1;
  // Otherwise the channel to the parent process keeps this process from its end.
  process.channel.unref();
  const isIdle = once(process, 'beforeExit');
  // The query makes Node.js run the first module again. The others stay loaded.
  await import(`${pathToFileURL(program).href}?run=${runs}`);
  await isIdle;
  process.channel.ref();
  process.removeAllListeners('SIGINT');
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners('error');
  process.send({ code: process.exitCode ?? 0, stdout: stdout(), stderr: stderr(), output: textOf(output) });
});
process.on('disconnect', () => process.exit());

const textOf = (chunks) => Buffer.concat(chunks).toString();

/** Adds what is written to `output` too. Returns a function that returns what was written to this stream. */
function capture(stream, output) {
  const chunks = [];
  stream.write = (chunk, encoding, done) => {
    const written = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    chunks.push(written);
    output.push(written);
    const callback = typeof encoding === 'function' ? encoding : done;
    if (callback) process.nextTick(callback);
    return true;
  };
  return () => textOf(chunks);
}
