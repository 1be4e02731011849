import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

export interface PackageOptions {
  /** The folder of serverless.yml and of node_modules with osls. Nothing is written to it. */
  readonly projectDir: string;
  /** Passed as `--param name=value`. osls ignores names that serverless.yml does not use. */
  readonly params: Readonly<Record<string, string>>;
  /** Default: `dev`. */
  readonly stage?: string;
  /** Created if it does not exist. */
  readonly outDir: string;
  /** The program of another framework. Default: osls in node_modules. */
  readonly program?: string;
  /** Kills osls when it is aborted. */
  readonly signal?: AbortSignal;
  /** False: makes only the template, in a third of the time. Default: true. */
  readonly withBundles?: boolean;
  /** A writable folder in which osls keeps its compiled schema, which takes two seconds. Default: a temporary one. */
  readonly schemaCacheDir?: string;
}

const run = promisify(execFile);

/** osls reads its configuration only from regular files, not from links. */
const COPIED_PATHS = ['serverless.yml', 'infra'];
const LINKED_PATHS = [
  'functions',
  'lib',
  'node_modules',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/**
 * Runs `osls package` without credentials, home directory or network. outDir then contains the files that
 * osls writes to .serverless: cloudformation-template-update-stack.json, serverless-state.json and, with bundles, a zip
 * file for each function. Rejects with the error message of osls. Temporary files are removed in both cases.
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

/**
 * Replaces serverless-esbuild if only the template is needed. osls then finds an empty artifact for each function instead
 * of making it, and the template is the same.
 */
const WITHOUT_BUNDLES = `
const { writeFileSync } = require('node:fs');
module.exports = class {
  constructor({ service }) {
    this.hooks = {
      'before:package:createDeploymentArtifacts'() {
        for (const [name, one] of Object.entries(service.functions)) {
          writeFileSync(name + '.zip', '');
          one.package = { ...one.package, artifact: name + '.zip' };
        }
      },
    };
  }
};
`;
const BUNDLER_LINE = /^( *- )serverless-esbuild$/m;

async function replaceBundler(directory: string): Promise<void> {
  const path = join(directory, 'serverless.yml');
  const text = await readFile(path, 'utf8');
  await writeFile(join(directory, 'without-bundles.cjs'), WITHOUT_BUNDLES);
  await writeFile(path, text.replace(BUNDLER_LINE, '$1./without-bundles.cjs'));
}

/** Uses a separate directory, so that parallel runs do not interfere. */
async function packageIn(directory: string, options: PackageOptions) {
  const { projectDir, params, stage = 'dev', signal, withBundles = true, schemaCacheDir } = options;
  const program = options.program ?? join(projectDir, 'node_modules/osls/bin/serverless.js');
  // serverless-esbuild does not delete its folders in the temporary directory.
  const temporary = join(directory, 'tmp');
  await Promise.all([
    mkdir(temporary),
    ...COPIED_PATHS.map((name) => cp(join(projectDir, name), join(directory, name), { recursive: true })),
    ...LINKED_PATHS.map((name) => symlink(join(projectDir, name), join(directory, name))),
  ]);
  if (!withBundles) await replaceBundler(directory);
  const settings = Object.entries(params).map(([name, value]) => `--param=${name}=${value}`);
  signal?.throwIfAborted();
  const running = run(process.execPath, [program, 'package', `--stage=${stage}`, ...settings], {
    cwd: directory,
    ...(signal !== undefined && { signal, killSignal: 'SIGKILL' as const }),
    // serverless 3 sends telemetry and looks for updates unless it is stopped.
    env: {
      PATH: process.env.PATH,
      HOME: directory,
      TMPDIR: temporary,
      CI: '1',
      ...(schemaCacheDir !== undefined && { SLS_SCHEMA_CACHE_BASE_DIR: schemaCacheDir }),
      SLS_TELEMETRY_DISABLED: '1',
      SLS_NOTIFICATIONS_MODE: 'off',
    },
  });
  // The promise rejects before the process has ended, and until then it can write to the folder.
  const ended = once(running.child, 'close');
  try {
    await running;
  } catch (cause) {
    await ended;
    throw new Error(`osls package failed: ${messageOf(cause)}`, { cause });
  }
}

const failureSchema = z.object({ stdout: z.string(), stderr: z.string() });

/** osls prints its error to the standard output, below the line `Error:`. */
function messageOf(cause: unknown): string {
  const failure = failureSchema.safeParse(cause);
  if (!failure.success) return String(cause);
  const { stdout, stderr } = failure.data;
  return stdout.trim().replace(/^Error:\n/, '') || stderr.trim() || String(cause);
}
