import { formatSample, pluralize } from '../terminal/text.ts';

/**
 * Reports a hold of deletions. `lost`: the number of managed pools without a parameter or policy. `policies`: those whose
 * loss of pools is on hold.
 */
export const holdText = (lost: number, policies: readonly string[] = []): string =>
  policies.length === 0
    ? `On hold: ${pluralize(lost, 'parameter')} ${lost === 1 ? 'was' : 'were'} deleted at the same time.`
    : `On hold: many pools left their policy at the same time. Policies on hold: ${formatSample(policies, policies.length)}.`;
