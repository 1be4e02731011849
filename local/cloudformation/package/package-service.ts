import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

export interface PackageOptions {
  /** Where serverless.yml is, and node_modules with osls. Nothing is written there. */
  readonly projectDir: string;
  /** As `--param name=value`. osls takes a name that serverless.yml does not use, and does nothing with it. */
  readonly params: Readonly<Record<string, string>>;
  /** `dev` unless said. */
  readonly stage?: string;
  /** Made if it is not there. */
  readonly outDir: string;
}

const run = promisify(execFile);

/** osls takes its configuration from plain files alone. */
const copied = ['serverless.yml', 'infra'];
const linked = ['functions', 'lib', 'node_modules', 'package.json', 'package-lock.json', 'tsconfig.json'];

/**
 * `osls package` as anybody runs it, without credentials, home or network. outDir then holds what osls leaves in
 * .serverless: cloudformation-template-update-stack.json, serverless-state.json and a zip for each function.
 * Rejects with what osls says when it fails; nothing but outDir is left behind either way.
 */
export async function packageService(options: PackageOptions): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'clr-package-'));
  try {
    await packageIn(directory, options);
    await cp(join(directory, '.serverless'), options.outDir, { recursive: true });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** In a directory of its own, so that packagings side by side do not meet. */
async function packageIn(directory: string, { projectDir, params, stage = 'dev' }: PackageOptions) {
  // serverless-esbuild leaves folders in the temporary directory.
  const temporary = join(directory, 'tmp');
  await Promise.all([
    mkdir(temporary),
    ...copied.map((name) => cp(join(projectDir, name), join(directory, name), { recursive: true })),
    ...linked.map((name) => symlink(join(projectDir, name), join(directory, name))),
  ]);
  const osls = join(projectDir, 'node_modules/osls/bin/serverless.js');
  const settings = Object.entries(params).map(([name, value]) => `--param=${name}=${value}`);
  await run(process.execPath, [osls, 'package', `--stage=${stage}`, ...settings], {
    cwd: directory,
    env: { PATH: process.env.PATH, HOME: directory, TMPDIR: temporary },
  }).catch((cause: unknown) => {
    throw new Error(`osls package failed: ${messageOf(cause)}`, { cause });
  });
}

const failureSchema = z.object({ stdout: z.string(), stderr: z.string() });

/** osls prints its error to the standard output, below a line that says so. */
function messageOf(cause: unknown): string {
  const failure = failureSchema.safeParse(cause);
  if (!failure.success) return String(cause);
  const { stdout, stderr } = failure.data;
  return stdout.trim().replace(/^Error:\n/, '') || stderr.trim() || String(cause);
}
