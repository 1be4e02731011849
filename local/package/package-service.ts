export interface PackageOptions {
  readonly projectDir: string;
  readonly params: Readonly<Record<string, string>>;
  /** `dev` unless said. */
  readonly stage?: string;
  /** Made if it is not there. */
  readonly outDir: string;
}

/** outDir then holds cloudformation-template-update-stack.json and the zips. */
export declare function packageService(options: PackageOptions): Promise<void>;
