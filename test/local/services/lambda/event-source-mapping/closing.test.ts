import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

test('a process exits after it closes its functions and mappings, and leaves no temporary folder', async () => {
  const temporary = await mkdtemp(join(tmpdir(), 'clr-closing-'));
  try {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', 'test/local/services/lambda/event-source-mapping/child.ts'],
      {
        env: {
          PATH: process.env.PATH,
          TMPDIR: temporary,
          AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        },
        stdio: ['ignore', 'pipe', 'inherit'],
        timeout: 20_000,
      },
    );
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    const [code] = await once(child, 'exit');
    expect({ code, output }).toEqual({ code: 0, output: 'closed\n' });
    const left = (await readdir(temporary)).filter((name) => !name.startsWith('tsx-'));
    expect(left).toEqual([]);
  } finally {
    await rm(temporary, { recursive: true });
  }
}, 30_000);
