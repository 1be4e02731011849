import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { createProgram } from '../../cli/program.ts';
import { eventually } from '../support/e2e-client.ts';
import { BINARY, clr } from './support/clr.ts';
import { expectGolden, widest } from './support/golden.ts';

function helpOf(command: Command, width = 80): string {
  let text = '';
  const writeOut = (part: string): void => {
    text += part;
  };
  command.configureOutput({ writeOut, getOutHelpWidth: () => width });
  command.outputHelp();
  return text;
}

const allCommands = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap(allCommands),
];

test('the help of every command fits 80 columns', async () => {
  const program = createProgram();
  const text = allCommands(program)
    .map((command) => helpOf(command))
    .join(`\n${'─'.repeat(80)}\n`);
  await expectGolden('help', text);
  expect(widest(text)).toBeLessThanOrEqual(80);
});

test.each([36, 40, 59, 60])('the help of every command fits a terminal of %d columns', (width) => {
  const program = createProgram();
  for (const command of allCommands(program)) {
    const [text = ''] = helpOf(command, width).split('Example:');
    // The usage line is one command, which a terminal breaks.
    const lines = text.split('\n').filter((line) => !line.startsWith('Usage:'));
    expect(widest(lines.join('\n'))).toBeLessThanOrEqual(width);
    for (const { long } of command.options) expect(text).toContain(long);
  }
});

const COMMANDS = createProgram().commands.map((command) => command.name());

test('clr has every documented command', () => {
  for (const name of [
    'init',
    'validate',
    'put',
    'get',
    'delete',
    'mode',
    'plan',
    'sync',
    'status',
    'history',
  ])
    expect(COMMANDS).toContain(name);
  for (const name of ['import', 'doctor', 'sweep', 'local', 'demo', 'completion'])
    expect(COMMANDS).toContain(name);
});

/** Returns the examples in the help of a command as argument lists, without pipes and redirections. */
function examplesOf(name: string): readonly (readonly string[])[] {
  const command = createProgram().commands.find((one) => one.name() === name);
  const lines = command === undefined ? [] : helpOf(command).split('Example:\n')[1]?.split('\n');
  return (lines ?? [])
    .map((line) => /clr ([^>|#)]*)/.exec(line)?.[1]?.trim() ?? '')
    .filter((line) => line !== '')
    .map((line) => line.split(/\s+/));
}

test.each(COMMANDS)('the examples in the help of %s are valid command lines', async (name) => {
  const examples = examplesOf(name);
  expect(examples.length).toBeGreaterThan(0);
  for (const example of examples) {
    const program = createProgram();
    const called: string[] = [];
    for (const command of program.commands)
      for (const one of allCommands(command)) one.action(() => void called.push(command.name()));
    await program.parseAsync(example, { from: 'user' });
    expect(called).toEqual([name]);
  }
});

test('--version prints the package version, and get has its own --version option', async () => {
  const { version } = JSON.parse(await readFile(resolve(import.meta.dirname, '../../package.json'), 'utf8'));
  expect(await clr(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  expect((await clr(['get', 'us-west-2_x', '--version', 'x'])).stderr).toContain('Expected a whole number');
});

test.each(['bash', 'zsh', 'fish'])('completion prints a valid script for %s', async (shell) => {
  const { code, stdout } = await clr(['completion', shell]);
  expect(code).toBe(0);
  expect(stdout).toContain(`${shell} completion for clr`);
  expect(stdout).toContain('complete --');
  // An installed shell checks the syntax. The script is in a file because fish cannot read it from a socket.
  const directory = await mkdtemp(join(tmpdir(), 'clr-completion-'));
  const script = join(directory, `clr.${shell}`);
  await writeFile(script, stdout);
  const checked = spawnSync(shell, ['-n', script], { encoding: 'utf8' });
  await rm(directory, { recursive: true });
  expect(checked.stderr ?? '').toBe('');
});

test.each([
  [['pla'], 'plan\t'],
  [['plan', '--det'], '--detailed-exitcode\t'],
  [['status', '--output', ''], 'json'],
  [['mode', 'us-west-2_x', ''], 'observe'],
  [['mode', '--tag', 'env=prod', ''], 'observe'],
  [['mode', 'us-west-2_x', 'us-west-2_y', ''], 'enforce'],
  [['delete', '--out'], '--outcome\t'],
  [['history', '--outcome', ''], 'Rejected'],
])('completion of %j suggests %j', async (words, offered) => {
  const { code, stdout } = await clr(['complete', '--', ...words]);
  expect(code).toBe(0);
  expect(stdout).toContain(offered);
});

test.each([
  [['status', '--zzzz'], "Unknown option '--zzzz'.", 'clr status --help'],
  [['status', '--regoin', 'x'], "Unknown option '--regoin'. Did you mean --region?", 'clr status --help'],
  [['pln'], "Unknown command 'pln'. Did you mean plan?", 'clr --help'],
  [['help', 'pln'], "Unknown command 'pln'. Did you mean plan?", 'clr --help'],
  [['put'], "Missing required argument 'pool'.", 'clr put --help'],
  [['put', 'a', 'b', 'c'], "Too many arguments for 'put'. Expected 2 arguments but got 3.", 'clr put --help'],
  [['mode'], "Missing required argument 'mode'.", 'clr mode --help'],
  [
    ['mode', 'prod-shop'],
    "Command-argument value 'prod-shop' is invalid for argument 'mode'. Allowed choices are observe, enforce.",
    'clr mode --help',
  ],
  [
    ['list', '--missing', 'x'],
    "Option '--missing <source>' argument 'x' is invalid. Allowed choices are userNotification, userAuthEvents.",
    'clr list --help',
  ],
])('clr %j is an error with the next step', async (args, problem, help) => {
  let text = '';
  const writeErr = (part: string): void => {
    text += part;
  };
  const program = createProgram();
  for (const command of [program, ...program.commands]) command.configureOutput({ writeErr });
  await expect(program.parseAsync(args, { from: 'user' })).rejects.toThrow();
  expect(text).toBe(`clr: ${problem}\n  For details, run: ${help}\n`);
});

test.each([
  [['help', 'plan'], 'Usage: clr plan '],
  [['help'], 'Usage: clr [options] [command]\n'],
])('clr %j prints the help', async (args, text) => {
  expect(await clr(args)).toMatchObject({ code: 0, stdout: expect.stringContaining(text), stderr: '' });
});

test.each([[['completion']], [['completion', 'tcsh']], [['status', '--zzzz']], [['nope']]])(
  'clr %j exits with 64',
  async (args) => {
    expect((await clr(args)).code).toBe(64);
  },
);

test.each([
  ['--help | true', 141, ''],
  ['--version | true', 141, ''],
  ['help plan | true', 141, ''],
  ['completion bash | true', 141, ''],
  ['local --no-reconciler --port 0 | true', 141, ''],
  ['init --force 2>&1 | true', 0, ''],
  ['nope 2>&1 | true', 64, ''],
  ['--help >&-', 0, ''],
  ['--help >/dev/full', 1, 'clr: Cannot write to standard output: ENOSPC: no space left on device, write\n'],
])('clr %s exits with %d and prints no stack trace', async (line, code, message) => {
  const folder = await mkdtemp(join(tmpdir(), 'clr-test-'));
  const quoted = [process.execPath, ...BINARY].map((part) => `'${part}'`).join(' ');
  const shell = spawnSync('bash', ['--norc', '-c', `${quoted} ${line}; exit \${PIPESTATUS[0]}`], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  });
  await rm(folder, { recursive: true });
  expect(shell.stderr.split('  Check')[0]).toBe(message);
  expect(shell.status).toBe(code);
});

test.each([
  ['value', ['status', '--output', ''], ':4'],
  ['command', ['sta'], ':4'],
  ['file name', ['put', ''], ':0'],
  ['file name', ['validate', 'a'], ':0'],
  ['file name', ['report', '--html', ''], ':0'],
])(
  'completion suggests a %s for %j, and asks the shell for file names only without suggestions',
  async (_, words, directive) => {
    expect((await clr(['complete', '--', ...words])).stdout.trim().split('\n').at(-1)).toBe(directive);
  },
);

test('bash completes commands, values and file names after the script was sourced twice', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'clr-test-'));
  await writeFile(join(folder, 'shop.yaml'), '');
  const quoted = [process.execPath, ...BINARY].map((part) => `"${part}"`).join(' ');
  await writeFile(join(folder, 'rc'), `alias clr='${quoted}'\nPS1='ready> '\n`);
  const shell = spawn('script', ['-qec', 'bash --noprofile --rcfile rc -i', '/dev/null'], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, TERM: 'dumb' },
    timeout: 60_000,
  });
  const closed = once(shell, 'close');
  let screen = '';
  shell.stdout.on('data', (chunk) => {
    screen += String(chunk);
  });
  const shows = (text: string) =>
    eventually(
      async () => screen,
      (seen) => seen.includes(text),
    );
  for (const [typed, shown] of [
    ['source <(clr completion bash); source <(clr completion bash); echo sour""ced\n', 'sourced'],
    ['clr put sho\t', 'clr put shop.yaml '],
    ['\x15clr histo\t', 'clr history '],
    ['\x15clr status --output=j\t', '--output=json '],
    ['\x15clr mode us-west-2_x obs\t', 'us-west-2_x observe '],
  ] as const) {
    shell.stdin.write(typed);
    await shows(shown);
  }
  expect(screen).not.toMatch(/readonly|command not found|error/i);
  shell.stdin.write('\x15exit\n');
  await closed;
  await rm(folder, { recursive: true });
}, 90_000);
