import { describeError } from '../../errors/describe-error.ts';

/** Returns why a read failed, as one line without a period. */
export const readFailure = (error: unknown): string => describeError(error).message.replace(/\.$/, '');
