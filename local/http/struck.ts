import type { CallFault } from '../control/fault-requests.ts';
import { type Answer, AwsError } from './answer.ts';

/** What came of a call, and what its caller gets to see of it. */
export interface Struck {
  /** Undefined: the operation was not carried out, and nobody refused it either. */
  readonly answer: Answer | undefined;
  readonly sent: Answer;
}

/** Carries a call out under a fault on demand, or not at all. `fail` puts an error in the service's form. */
export async function struck(
  fault: CallFault | undefined,
  carryOut: () => Promise<Answer>,
  fail: (error: AwsError) => Answer,
): Promise<Struck> {
  if (fault === undefined) {
    const answer = await carryOut();
    return { answer, sent: answer };
  }
  if (fault.do === 'late') {
    const answer = await carryOut();
    return { answer, sent: { ...answer, fate: { late: fault.delay } } };
  }
  const answer = fault.when === 'after' ? await carryOut() : undefined;
  if (fault.do !== 'fail') return { answer, sent: { status: 0, headers: {}, body: '', fate: fault.do } };
  const failure = fail(new AwsError(fault.error ?? 'InternalFailure', fault.message, fault.status));
  return { answer: answer ?? failure, sent: failure };
}
