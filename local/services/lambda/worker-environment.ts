import { randomBytes } from 'node:crypto';
import type { AccountRegion } from '../../core/account-region.ts';
import type { FunctionSpec } from './function-spec.ts';

/**
 * Returns the complete environment of a worker: the variables of the template, those that Lambda sets, the
 * address of this cloud, and credentials of the role of the function. It contains nothing of the parent
 * process.
 */
export function workerEnvironment(
  accountRegion: AccountRegion,
  spec: FunctionSpec,
  root: string,
): Record<string, string> {
  const { accessKeyId, secretAccessKey, sessionToken } = accountRegion.issueRoleCredentials(
    spec.roleArn,
    spec.name,
  );
  const day = new Date(accountRegion.clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
  return {
    ...spec.environment,
    AWS_REGION: accountRegion.region,
    AWS_DEFAULT_REGION: accountRegion.region,
    AWS_LAMBDA_FUNCTION_NAME: spec.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${spec.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: `${day}/[$LATEST]${randomBytes(16).toString('hex')}`,
    AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${process.versions.node.split('.')[0]}.x`,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    LAMBDA_TASK_ROOT: root,
    _HANDLER: spec.handler,
    TZ: ':UTC',
    // Prevents the SDK from reading ~/.aws/config of the current user.
    HOME: root,
    AWS_ENDPOINT_URL: accountRegion.endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    // Recent releases of the SDK warn about Node.js 20, on which the local cloud also runs
    // (docs/aws-facts.md#node-20-warning).
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
