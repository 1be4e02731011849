import type { Operation } from '../../core/operation.ts';
import { assumeRole, type StsStore } from './assume-role.ts';

export const stsOperations: Readonly<Record<string, Operation<StsStore>>> = { AssumeRole: assumeRole };

/** The members of the input that are numbers. A request of the query protocol contains only texts. */
const NUMBERS: readonly string[] = ['DurationSeconds'];

/** Returns the parameters of a form as the input of an operation. */
export const inputOf = (form: URLSearchParams): object =>
  Object.fromEntries(
    [...form].map(([name, value]) => [
      name,
      NUMBERS.includes(name) && /^\d+$/.test(value) ? Number(value) : value,
    ]),
  );
