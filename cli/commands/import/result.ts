/** What came of adopting a pool. */
export interface ImportResult {
  readonly userPoolId: string;
  /** `exists`: it has a parameter, which was left as it is. */
  readonly result: 'written' | 'exists' | 'rejected' | 'failed';
  /** The file, or the parameter's name. */
  readonly to?: string;
  readonly reasons: readonly string[];
}

export const isFailure = ({ result }: ImportResult): boolean => result === 'rejected' || result === 'failed';
