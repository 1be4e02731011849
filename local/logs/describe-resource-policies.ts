import { operation } from '../operation.ts';
import type { LogsWorld } from './log-groups.ts';
import { describeResourcePoliciesInput } from './shapes.ts';

/** There are none: nothing here writes one, Cognito neither. */
export const describeResourcePolicies = operation(describeResourcePoliciesInput, (_: LogsWorld) => ({
  resourcePolicies: [],
}));
