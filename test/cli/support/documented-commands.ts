import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { BINARY, clrOutput, type World } from './clr.ts';

const root = resolve(import.meta.dirname, '../../..');

interface Step {
  readonly command: string;
  readonly printed: string;
}

/** Returns the steps in the `console` blocks of a document: each line after `$ ` and the output below it. */
const BLOCK = /^```console\n([\s\S]*?)^```$/gm;
const stepsOf = (document: string): readonly Step[] =>
  [...document.matchAll(BLOCK)].flatMap(([, block = '']) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command = '', ...printed] = part.split('\n');
        return { command, printed: printed.join('\n') };
      }),
  );

/** Replaces the parts that differ in each run: times, and the column widths that depend on them. */
const withoutTimes = (printed: string): string =>
  printed
    .replaceAll(/\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+Z)?/g, '<time>')
    .replaceAll(/\b\d+[smhd]\b/g, '<ago>')
    .replaceAll(/ +/g, ' ')
    .trimEnd();

/** A command that needs no shell: `clr` with words that have no special characters. */
const PLAIN = /^clr( [\w./:@=,%+-]+)+$/;

async function printedBy(world: World, command: string): Promise<string> {
  const env = { COLUMNS: '100', ...world.env };
  const printed = PLAIN.test(command)
    ? clrOutput(command.split(' ').slice(1), {
        env: { HOME: world.folder, ...env },
        cwd: world.folder,
      })
    : inShell(world, command, env);
  if (/rollout status .*--watch/.test(command)) await driveRolloutsUntil(world, printed);
  return printed;
}

async function inShell({ folder }: World, command: string, env: NodeJS.ProcessEnv): Promise<string> {
  const clr = [process.execPath, ...BINARY].map((part) => `'${part}'`).join(' ');
  const shell = spawn('bash', ['-c', `clr() { ${clr} "$@"; }; { ${command}\n} 2>&1`], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, ...env },
  });
  const [printed] = await Promise.all([text(shell.stdout), once(shell, 'close')]);
  return printed;
}

/** Starts the policies function each second, as its schedule does each minute, until the promise is settled. */
async function driveRolloutsUntil({ client }: World, end: Promise<unknown>): Promise<void> {
  let isOver = false;
  end.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await client.driveRollouts();
    await sleep(1_000);
  }
}

/** Waits until the queues are empty for some time, as a user does who reads the output before the next command. */
export async function waitUntilIdle({ client }: World, quietMs = 500): Promise<void> {
  for (let quiet = 0; quiet < quietMs / 100; ) {
    const waiting = (await client.messages('edits')) + (await client.messages('upkeep'));
    quiet = waiting === 0 ? quiet + 1 : 0;
    await sleep(100);
  }
}

/**
 * Runs the commands of a document, which is relative to the repository, and compares what they print with what it says. With
 * UPDATE_GOLDEN it writes the output into the document instead. Returns the number of commands.
 */
export async function runDocumentedCommands(name: string, world: World): Promise<number> {
  const path = resolve(root, name);
  const document = await readFile(path, 'utf8');
  const steps = stepsOf(document);
  const done: Step[] = [];
  for (const step of steps) {
    const printed = await printedBy(world, step.command);
    done.push({
      command: step.command,
      printed: printed.endsWith('\n') || printed === '' ? printed : `${printed}\n`,
    });
    if (!process.env.UPDATE_GOLDEN)
      expect(`$ ${step.command}\n${withoutTimes(printed)}`).toBe(
        `$ ${step.command}\n${withoutTimes(step.printed)}`,
      );
    // The policies function lists all pools before it sends messages.
    await waitUntilIdle(world, step.command.startsWith('clr policy') ? 3_000 : 500);
  }
  if (process.env.UPDATE_GOLDEN) await writeFile(path, withOutput(document, done));
  return steps.length;
}

/** Returns the document with the new output. The commands do not change. */
function withOutput(document: string, done: readonly Step[]): string {
  const steps = [...done];
  return document.replaceAll(BLOCK, (_, block: string) => {
    const count = stepsOf(`\`\`\`console\n${block}\`\`\``).length;
    const lines = steps.splice(0, count).map(({ command, printed }) => `$ ${command}\n${printed}`);
    return `\`\`\`console\n${lines.join('')}\`\`\``;
  });
}
