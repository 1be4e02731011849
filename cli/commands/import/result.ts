/** The result of importing a pool. */
export interface ImportResult {
  readonly userPoolId: string;
  readonly userPoolName?: string;
  /** `exists`: the pool already has a parameter, which was not changed. */
  readonly result: 'written' | 'exists' | 'rejected' | 'failed';
  /** The file or the name of the parameter. */
  readonly to?: string;
  readonly reasons: readonly string[];
}

export const isFailure = ({ result }: ImportResult): boolean => result === 'rejected' || result === 'failed';
