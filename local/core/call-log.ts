type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface RecordedCall {
  /** Milliseconds since the epoch, in the cloud's time. */
  readonly at: number;
  /** For example `ssm.PutParameter`. */
  readonly operation: string;
  /** The caller's ARN. */
  readonly by: string;
  readonly caller: 'clients' | 'functions';
  /** `ok`, the name of the error, or `hang` or `reset` when an injected fault withholds the response. */
  readonly outcome: string;
  readonly requestId: string;
}

/** Counts calls by operation and outcome, and keeps the most recent ones. Its size is bounded. */
export interface CallLog {
  record(call: RecordedCall): void;
  read(): { readonly clients: Counts; readonly functions: Counts };
  /** Returns up to this many recent calls, at most 1,000, oldest first. */
  last(count: number): readonly RecordedCall[];
  reset(): void;
}

const MAX_CALLS = 1000;
/** Callers choose operation names. Names beyond this number of different ones are counted together. */
const MAX_COUNTERS = 2000;

export function createCallLog(): CallLog {
  const counted = { clients: new Map<string, number>(), functions: new Map<string, number>() };
  let last: RecordedCall[] = [];
  return {
    record(call) {
      const counts = counted[call.caller];
      const key = `${call.operation} ${call.outcome}`;
      const counter = counts.has(key) || counts.size < MAX_COUNTERS ? key : 'others any';
      counts.set(counter, (counts.get(counter) ?? 0) + 1);
      last.push(call);
      if (last.length >= 2 * MAX_CALLS) last = last.slice(-MAX_CALLS);
    },
    read: () => ({ clients: nested(counted.clients), functions: nested(counted.functions) }),
    last: (count) => (count === 0 ? [] : last.slice(-Math.min(count, MAX_CALLS))),
    reset() {
      counted.clients.clear();
      counted.functions.clear();
      last = [];
    },
  };
}

function nested(counts: ReadonlyMap<string, number>): Counts {
  const result: Record<string, Record<string, number>> = {};
  for (const [key, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [operation = '', outcome = ''] = key.split(' ');
    result[operation] = { ...result[operation], [outcome]: count };
  }
  return result;
}
