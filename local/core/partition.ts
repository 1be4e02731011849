import { partition } from '@aws-sdk/core/client';

/**
 * Returns the partition of a Region, for example `aws` or `aws-eusc`, from the SDK's partition data. A Region that
 * the data does not match is in `aws`.
 */
export const partitionOf = (region: string): string => partition(region).name;

/** Returns the DNS suffix of the Region's partition, for example `amazonaws.com`. */
export const dnsSuffixOf = (region: string): string => partition(region).dnsSuffix;
