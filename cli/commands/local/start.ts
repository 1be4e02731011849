import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pc from 'picocolors';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud.ts';
import { deployService } from '../../../local/cloudformation/deploy-service.ts';
import { packageService } from '../../../local/cloudformation/package/package-service.ts';
import { unpackService } from '../../../local/cloudformation/package/shipped-service.ts';
import { checkParams } from './package-settings.ts';

export interface LocalOptions {
  readonly port: number;
  /** False starts the services alone. */
  readonly reconciler: boolean;
  readonly quotaScale: number | 'off';
  /** Settings of serverless.yml, as `osls deploy --param name=value` takes them. */
  readonly param: Readonly<Record<string, string>>;
  readonly verbose?: boolean;
  /** A file that keeps pools, parameters and destinations over a restart. */
  readonly data?: string;
  readonly seed?: number;
  /** Milliseconds. */
  readonly readLag?: number;
  /** Of the cell that is ready at the start; any other is made when somebody calls it. */
  readonly account?: string;
  readonly region?: string;
}

const STACK = 'cognito-log-reconciler-dev';

/** Packages the service and starts the cloud with it inside. `close` leaves nothing behind. */
export async function startLocal(options: LocalOptions): Promise<LocalCloud> {
  const packageDir = await mkdtemp(join(tmpdir(), 'clr-local-'));
  const remove = () => rm(packageDir, { recursive: true, force: true });
  const log = options.verbose ? say : () => {};
  try {
    if (options.reconciler) {
      await packageInto(packageDir, { ...quotaParams(options.quotaScale), ...options.param });
      await checkParams(packageDir, options.param);
    }
    const cloud = await startLocalCloud({
      port: options.port,
      quotaScale: options.quotaScale,
      ...(options.account !== undefined && { account: options.account }),
      ...(options.region !== undefined && { region: options.region }),
      ...(options.seed !== undefined && { seed: options.seed }),
      ...(options.readLag !== undefined && { readLag: options.readLag }),
      data: options.data,
      ...(options.reconciler && { deploy: deployService({ packageDir, stackName: STACK, log }) }),
      log,
    });
    return {
      ...cloud,
      async close() {
        await cloud.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** `clr local`: runs until Ctrl-C. Exit code 0, or 1 with one line when it cannot start. */
export async function runLocal(options: LocalOptions): Promise<number> {
  const stopped = new Promise<void>((stop) => {
    process.once('SIGINT', () => stop());
    process.once('SIGTERM', () => stop());
  });
  try {
    const cloud = await startLocal(options);
    greet(cloud, options);
    await stopped;
    await cloud.close();
    return 0;
  } catch (error) {
    process.stderr.write(`clr local: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

/** An account whose quota is N times AWS's default is deployed with settings to match. */
function quotaParams(scale: number | 'off'): Readonly<Record<string, string>> {
  if (scale === 1) return {};
  const times = scale === 'off' ? UNLIMITED : scale;
  return Object.fromEntries(Object.entries(QUOTAS).map(([name, rate]) => [name, String(rate * times)]));
}

const UNLIMITED = 1000;
/** AWS's figures, the defaults of serverless.yml; a test holds the two together. */
export const QUOTAS = { cognitoReadQuota: 20, cognitoWriteQuota: 15, poolReadQuota: 15, parameterQuota: 40 };

/** As serverless.yml says in a clone of the repository; the npm package has no osls and brings the service packaged. */
async function packageInto(outDir: string, params: Readonly<Record<string, string>>): Promise<void> {
  // This file runs from cli/commands/local or, built, from dist/cli/commands/local.
  const above = resolve(import.meta.dirname, '../../..');
  const projectDir = above.endsWith('dist') ? resolve(above, '..') : above;
  const isClone = existsSync(join(projectDir, 'serverless.yml'));
  await (isClone
    ? packageService({ projectDir, params, outDir })
    : unpackService(join(above, 'service'), params, outDir));
}

function greet({ url, seed }: LocalCloud, { reconciler, quotaScale }: LocalOptions): void {
  const scale = quotaScale === 'off' ? 'no quotas' : `AWS's quotas times ${quotaScale}`;
  say(`${pc.bold('local cloud')} ready at ${pc.cyan(url)} (${scale}; seed ${seed})`);
  say(`Open it in a browser to look on; ${url}/health says whether it is ready.`);
  say(
    reconciler
      ? 'The service runs in every account and Region that you call.'
      : 'The services alone: nothing reconciles.',
  );
  say('');
  say(`  export AWS_ENDPOINT_URL=${url} AWS_REGION=us-west-2 AWS_DEFAULT_REGION=us-west-2`);
  say('  export AWS_ACCESS_KEY_ID=123456789012 AWS_SECRET_ACCESS_KEY=none   # the key is the account');
  say('');
  say('Ctrl-C ends it.');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
