import type { Cell, InvokeResult } from '../cell.ts';
import type { FunctionSpec } from './function-spec.ts';

/** The functions of one stack. */
export interface FunctionHost {
  readonly functionNames: readonly string[];
  /** As cell.ts's Stack.invoke. */
  invoke(name: string, payload: string, type: 'RequestResponse' | 'Event'): Promise<InvokeResult | undefined>;
  /** Ends every worker of the function at once, whatever it is doing: for tests of a killed function. */
  kill(name: string): Promise<void>;
  /** Ends every worker and waits for them; drops what waits. May be called twice. */
  close(): Promise<void>;
}

export declare function createFunctionHost(
  cell: Cell,
  specs: readonly FunctionSpec[],
  log: (line: string) => void,
): FunctionHost;
