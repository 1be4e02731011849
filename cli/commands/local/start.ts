import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud.ts';
import { deployService } from '../../../local/cloudformation/deploy-service.ts';
import { cachedService } from '../../../local/cloudformation/package/package-cache.ts';
import { unpackService } from '../../../local/cloudformation/package/shipped-service.ts';
import { print } from './output.ts';
import { checkParams } from './package-settings.ts';
import { quotaParams } from './quotas.ts';

export interface LocalOptions {
  readonly port: number;
  /** False: start the local cloud without the service. */
  readonly reconciler: boolean;
  readonly quotaScale: number | 'off';
  /** Settings of serverless.yml, like `osls deploy --param name=value`. */
  readonly param: Readonly<Record<string, string>>;
  readonly verbose?: boolean;
  /** A file that keeps pools, parameters and destinations between runs. */
  readonly data?: string;
  readonly seed?: number;
  /** The maximum delay, in milliseconds, until reads return a write. */
  readonly readLag?: number;
  /** The account-region that is ready at the start. Others are created at their first call. */
  readonly account?: string;
  readonly region?: string;
}

const STACK = 'cognito-log-reconciler-dev';

/**
 * Packages the service and starts the local cloud with it. `close` removes all temporary files. Rejects when `stop` is
 * aborted before the local cloud is ready, and leaves no files and no processes.
 */
export async function startLocal(
  options: LocalOptions,
  stop: AbortSignal = new AbortController().signal,
): Promise<LocalCloud> {
  const packageDir = await mkdtemp(join(tmpdir(), 'clr-local-'));
  const remove = () => rm(packageDir, { recursive: true, force: true });
  const log = options.verbose ? print : () => {};
  try {
    if (options.reconciler) {
      await packageInto(packageDir, { ...quotaParams(options.quotaScale), ...options.param }, stop);
      await checkParams(packageDir, options.param);
    }
    stop.throwIfAborted();
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
    if (stop.aborted) {
      await cloud.close();
      stop.throwIfAborted();
    }
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

/** Packages from serverless.yml in a clone. The npm package does not contain osls, but a packaged service. */
async function packageInto(
  outDir: string,
  params: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<void> {
  // This file runs from cli/commands/local or, built, from dist/cli/commands/local.
  const above = resolve(import.meta.dirname, '../../..');
  const projectDir = above.endsWith('dist') ? resolve(above, '..') : above;
  const isClone = existsSync(join(projectDir, 'serverless.yml'));
  await (isClone
    ? cachedService({ projectDir, params, outDir, signal })
    : unpackService(join(above, 'service'), params, outDir));
}
