import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandServer, commandServer } from '../support/command-server.ts';

let folder: string;
let server: CommandServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clr-command-'));
});
afterEach(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

/** Runs a command with this code. */
async function ended(code: string, maxCommandMs?: number) {
  const program = join(folder, 'command.mjs');
  await writeFile(program, code);
  server = commandServer(program, maxCommandMs);
  return server.run({ args: ['plan'], env: {}, cwd: folder, input: '' });
}

test('returns what a command writes and its exit code, also after its last statement', async () => {
  const code = "setTimeout(() => { process.stdout.write('late'); process.exitCode = 3; }, 20);";
  expect(await ended(code)).toEqual({ code: 3, stdout: 'late', stderr: '', output: 'late' });
});

test('returns a warning of Node.js as a part of the standard error', async () => {
  expect(await ended("process.emitWarning('careful');")).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('careful'),
  });
});

test('runs the next command with its own arguments, environment and input', async () => {
  const code = `
    process.stdout.write([process.argv[2], process.env.NAME, process.exitCode ?? 0].join());
    for await (const chunk of process.stdin) process.stdout.write(chunk);
    process.exitCode = 1;`;
  expect(await ended(code)).toMatchObject({ code: 1, stdout: 'plan,,0' });
  const next = { args: ['status'], env: { NAME: 'x' }, cwd: folder, input: ' the input' };
  expect(await server.run(next)).toMatchObject({ code: 1, stdout: 'status,x,0 the input' });
});

test.each([
  ['has an unhandled rejection', "Promise.reject(new Error('expected in this test'));"],
  [
    'has an uncaught exception after its last statement',
    "setTimeout(() => { throw new Error('expected in this test'); }, 20);",
  ],
  ['calls process.exit', 'process.exit(1);'],
])('rejects when a command %s', async (_, code) => {
  await expect(ended(code)).rejects.toThrow('the command server ended with 1 while it ran: clr plan');
});

test('rejects when a command does not end', async () => {
  await expect(ended('setInterval(() => {}, 1000);', 500)).rejects.toThrow(
    'did not end within 500 ms: clr plan',
  );
});
