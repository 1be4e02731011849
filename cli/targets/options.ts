import type { ServiceOptions } from '../service/options.ts';

/** Options of the commands that can read several accounts and Regions. */
export interface TargetOptions extends ServiceOptions {
  /** A file with accounts and Regions. */
  readonly targets?: string;
  readonly regions?: readonly string[];
  readonly profiles?: readonly string[];
}
