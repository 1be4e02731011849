/** An account whose quota is N times AWS's default is deployed with settings to match. */
export function quotaParams(scale: number | 'off'): Readonly<Record<string, string>> {
  if (scale === 1) return {};
  const times = scale === 'off' ? UNLIMITED_SCALE : scale;
  return Object.fromEntries(Object.entries(QUOTAS).map(([name, rate]) => [name, String(rate * times)]));
}

const UNLIMITED_SCALE = 1000;
/** AWS's figures, the defaults of serverless.yml; a test holds the two together. */
export const QUOTAS = { cognitoReadQuota: 20, cognitoWriteQuota: 15, poolReadQuota: 15, parameterQuota: 40 };
