import { createHash } from 'node:crypto';

/**
 * Reads and writes trace headers (`X-Amzn-Trace-Id`), in which Lambda counts how often one chain of requests has
 * invoked each function (docs/aws-facts.md#recursive-loops). No other module knows their format:
 *
 *     Root=1-<8 hex>-<24 hex>;Parent=<16 hex>;Sampled=0;Lineage=<function>:<count>|<function>:<count>
 *
 * `<function>` is a hash of eight hex digits, and `<count>` is 0 in the first invocation. The meaning of the lineage
 * is [unverified]: AWS does not document it. Since 2024, headers of Lambda have one entry with a number before it
 * (`1:a8cf42b2:0`). That number is ignored here.
 */

/** Lambda stops the next invocation. AWS documents "approximately 16". */
export const MAX_INVOCATIONS_IN_CHAIN = 16;

/** The new parts of a trace header. `root` continues to apply in the whole chain. */
export interface TraceIds {
  readonly root: string;
  readonly parent: string;
}

/** The number of invocations in the chain, by the hash of the function. */
type Lineage = ReadonlyMap<string, number>;

const ROOT = /^1-[\da-f]{8}-[\da-f]{24}$/;
const LINEAGE_ENTRY = /^(?:\d+:)?([\da-f]{8}):(\d{1,9})$/;

/** Returns how often the chain of requests has invoked the function. 0 without a header, or with an invalid one. */
export const invocationsInChain = (header: string | undefined, functionArn: string): number =>
  lineageOf(header).get(hashOf(functionArn)) ?? 0;

/** Returns whether Lambda stops an invocation that a request with this header causes. */
export const isRecursiveLoop = (header: string | undefined, functionArn: string): boolean =>
  invocationsInChain(header, functionArn) >= MAX_INVOCATIONS_IN_CHAIN;

/**
 * Returns the trace header of an invocation. `causes` are the headers of the requests that cause it: several for a
 * batch of messages. Each count is the highest one of all causes, and that of the function increases by one
 * [unverified for batches].
 */
export function nextTraceHeader(causes: readonly string[], functionArn: string, ids: TraceIds): string {
  const lineage = new Map<string, number>();
  for (const cause of causes)
    for (const [hash, count] of lineageOf(cause)) lineage.set(hash, Math.max(count, lineage.get(hash) ?? 0));
  const own = hashOf(functionArn);
  lineage.set(own, (lineage.get(own) ?? 0) + 1);
  const root = causes.map(rootOf).find((found) => found !== undefined) ?? ids.root;
  const entries = [...lineage].map(([hash, count]) => `${hash}:${count - 1}`);
  return `Root=${root};Parent=${ids.parent};Sampled=0;Lineage=${entries.join('|')}`;
}

function lineageOf(header: string | undefined): Lineage {
  const lineage = new Map<string, number>();
  for (const entry of (partOf(header, 'Lineage') ?? '').split('|')) {
    const [, hash, count] = LINEAGE_ENTRY.exec(entry) ?? [];
    if (hash !== undefined) lineage.set(hash, Math.max(Number(count) + 1, lineage.get(hash) ?? 0));
  }
  return lineage;
}

function rootOf(header: string): string | undefined {
  const root = partOf(header, 'Root');
  return root !== undefined && ROOT.test(root) ? root : undefined;
}

function partOf(header: string | undefined, name: string): string | undefined {
  const part = header?.split(';').find((one) => one.trim().startsWith(`${name}=`));
  return part?.trim().slice(name.length + 1);
}

const hashOf = (functionArn: string): string =>
  createHash('sha256').update(functionArn).digest('hex').slice(0, 8);
