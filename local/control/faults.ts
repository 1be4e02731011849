import { AwsError } from '../http/answer.ts';

/** The next `count` calls of an operation fail; the operation is not carried out. */
export interface Fault {
  /** For example `cognito-idp.SetLogDeliveryConfiguration`. */
  readonly operation: string;
  readonly count: number;
  readonly error: string;
  readonly message: string;
  readonly status: number;
  readonly callers: 'all' | 'clients' | 'functions';
}

export interface Faults {
  add(fault: Fault): void;
  /** What is still to come, oldest first. */
  pending(): readonly Fault[];
  clear(): void;
  /** Throws the oldest fault that this call meets, once fewer of it are left. */
  meet(caller: 'clients' | 'functions', operation: string): void;
}

export function createFaults(): Faults {
  let pending: readonly Fault[] = [];
  return {
    add(fault) {
      pending = [...pending, fault];
    },
    pending: () => pending,
    clear() {
      pending = [];
    },
    meet(caller, operation) {
      const met = pending.find(
        (fault) => fault.operation === operation && (fault.callers === 'all' || fault.callers === caller),
      );
      if (met === undefined) return;
      pending = pending
        .map((fault) => (fault === met ? { ...fault, count: fault.count - 1 } : fault))
        .filter((fault) => fault.count > 0);
      throw new AwsError(met.error, met.message, met.status);
    },
  };
}
