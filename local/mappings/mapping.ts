import type { Cell } from '../cell.ts';
import type { FunctionHost } from '../functions/function-host.ts';

export interface MappingSpec {
  readonly queueArn: string;
  readonly queueUrl: string;
  readonly functionName: string;
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly maximumConcurrency?: number;
  readonly reportBatchItemFailures: boolean;
}

export declare function startMapping(
  cell: Cell,
  spec: MappingSpec,
  host: Pick<FunctionHost, 'invoke'>,
  log: (line: string) => void,
): { close(): Promise<void> };
