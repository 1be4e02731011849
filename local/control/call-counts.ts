type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Calls by `service.Operation` and outcome (`ok` or the error's name). */
export interface CallCounts {
  count(caller: 'clients' | 'functions', operation: string, outcome: string): void;
  read(): { readonly clients: Counts; readonly functions: Counts };
  reset(): void;
}

export function createCallCounts(): CallCounts {
  const counted = { clients: new Map<string, number>(), functions: new Map<string, number>() };
  return {
    count(caller, operation, outcome) {
      const key = `${operation} ${outcome}`;
      counted[caller].set(key, (counted[caller].get(key) ?? 0) + 1);
    },
    read: () => ({ clients: nested(counted.clients), functions: nested(counted.functions) }),
    reset() {
      counted.clients.clear();
      counted.functions.clear();
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
