/** Returns the quota settings for an account whose quotas are `scale` times the AWS defaults. */
export function quotaParams(scale: number | 'off'): Readonly<Record<string, string>> {
  if (scale === 1) return {};
  const times = scale === 'off' ? UNLIMITED_SCALE : scale;
  return Object.fromEntries(Object.entries(QUOTAS).map(([name, rate]) => [name, String(rate * times)]));
}

const UNLIMITED_SCALE = 1000;
/** The AWS defaults, equal to the defaults in serverless.yml. A test compares them. */
export const QUOTAS = { cognitoReadQuota: 20, cognitoWriteQuota: 15, poolReadQuota: 15, parameterQuota: 40 };
