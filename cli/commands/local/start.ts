import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { LocalCloud, LocalCloudOptions } from '../../../local/cloud.ts';
import { cachedService } from '../../../local/cloudformation/package/package-cache.ts';
import { unpackService } from '../../../local/cloudformation/package/shipped-service.ts';
import { print } from './output.ts';
import { checkParams } from './package-settings.ts';
import { quotaParams } from './quotas.ts';
import { createSteps, type Steps } from './steps.ts';

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
  steps: Steps = createSteps(() => {}),
): Promise<LocalCloud> {
  const packageDir = await mkdtemp(join(tmpdir(), 'clr-local-'));
  const failed = new AbortController();
  const packaging = options.reconciler
    ? packageInto(packageDir, options, AbortSignal.any([stop, failed.signal]), steps)
    : undefined;
  // The deployment reports the error.
  packaging?.catch(() => undefined);
  const end = async () => {
    failed.abort();
    await packaging?.catch(() => undefined);
    await rm(packageDir, { recursive: true, force: true });
  };
  try {
    // Loading takes as long as the rest of a start. It runs while other processes package.
    const { startLocalCloud } = await steps.run('load', () => import('../../../local/cloud.ts'));
    const deploy = packaging && deployWhen(packaging, packageDir, options, steps);
    const cloud = await startLocalCloud({ ...cloudOptions(options), ...(deploy && { deploy }) });
    if (stop.aborted) {
      await cloud.close();
      stop.throwIfAborted();
    }
    return {
      ...cloud,
      async close() {
        await cloud.close();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

const logOf = ({ verbose }: LocalOptions) => (verbose ? print : () => {});

function cloudOptions(options: LocalOptions): LocalCloudOptions {
  const { port, quotaScale, account, region, seed, readLag, data } = options;
  return {
    port,
    quotaScale,
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    ...(seed !== undefined && { seed }),
    ...(readLag !== undefined && { readLag }),
    data,
    log: logOf(options),
  };
}

/** Deploys the service when it is packaged. The start measures only this deployment, not those of other account-regions. */
function deployWhen(
  packaging: Promise<void>,
  packageDir: string,
  options: LocalOptions,
  steps: Steps,
): NonNullable<LocalCloudOptions['deploy']> {
  let isFirst = true;
  const load = async () => {
    const { deployService } = await import('../../../local/cloudformation/deploy-service.ts');
    await packaging;
    return deployService({ packageDir, stackName: STACK, log: logOf(options) });
  };
  const loaded = load();
  loaded.catch(() => undefined);
  return async (accountRegion) => {
    const deploy = await loaded;
    if (!isFirst) return deploy(accountRegion);
    isFirst = false;
    return steps.run('functions', () => deploy(accountRegion));
  };
}

/** Packages from serverless.yml in a clone. The npm package does not contain osls, but a packaged service. */
async function packageInto(
  outDir: string,
  { quotaScale, param }: LocalOptions,
  signal: AbortSignal,
  steps: Steps,
): Promise<void> {
  const params = { ...quotaParams(quotaScale), ...param };
  // This file runs from cli/commands/local or, built, from dist/cli/commands/local.
  const above = resolve(import.meta.dirname, '../../..');
  const projectDir = above.endsWith('dist') ? resolve(above, '..') : above;
  const isClone = existsSync(join(projectDir, 'serverless.yml'));
  await (isClone
    ? cachedService({ projectDir, params, outDir, signal }, steps.run)
    : unpackService(join(above, 'service'), params, outDir));
  signal.throwIfAborted();
  await checkParams(outDir, param);
}
