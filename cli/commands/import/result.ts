/** The result of importing a pool. */
export interface ImportResult {
  readonly userPoolId: string;
  readonly userPoolName?: string;
  /**
   * `exists`: the pool already has a parameter, which was not changed. `ofPolicies`: policies own all event sources for
   * which the pool sends logs.
   */
  readonly result: 'written' | 'exists' | 'ofPolicies' | 'rejected' | 'failed';
  /** The file or the name of the parameter. */
  readonly to?: string;
  readonly reasons: readonly string[];
  /** The policies that own event sources of the pool, if there are any. */
  readonly policies?: readonly string[];
}

export const isFailure = ({ result }: ImportResult): boolean => result === 'rejected' || result === 'failed';
