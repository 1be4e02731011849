import type { LogConfiguration } from '../../lib/domain/log-configuration.ts';
import type { Owner } from '../../lib/domain/policy/owner.ts';
import type { ParsedPolicy, Policy, PoolFacts } from '../../lib/domain/policy/policy.ts';
import { toStream } from './situation.ts';

/** A default policy for every pool that sends sign-ins to a stream. A test overrides the values that it checks. */
export const policy = (over: Partial<Policy> = {}): Policy => ({
  Name: 'sign-ins',
  Precedence: 'Default',
  Priority: 100,
  Select: {},
  LogConfigurations: [toStream('policy')],
  Mode: 'Enforce',
  OnDelete: 'Retain',
  Rollout: { Waves: ['100%'], HaltAfter: { Pools: 1, Percent: 5 } },
  ...over,
});

export const parsed = (over: Partial<Policy> = {}): ParsedPolicy => ({
  kind: 'Valid',
  name: over.Name ?? 'sign-ins',
  policy: policy(over),
  warnings: [],
});

/** An invalid policy that still shows what it would own. */
export const broken = (over: Partial<Policy> = {}, isReadable = true): ParsedPolicy => {
  const { Name, Precedence, Priority, Select, Mode, LogConfigurations } = policy(over);
  return {
    kind: 'Invalid',
    name: Name,
    issues: [{ path: 'Priority', found: '"x"', expected: 'a number' }],
    readable: isReadable
      ? {
          Precedence,
          Priority,
          Select,
          Mode,
          sources: LogConfigurations.map(({ EventSource }: LogConfiguration) => EventSource),
        }
      : undefined,
  };
};

export const facts = (over: Partial<PoolFacts> = {}): PoolFacts => ({
  name: 'prod-shop',
  tags: { env: 'prod' },
  tier: 'PLUS',
  ...over,
});

export const ownedBy = (over: Partial<Policy> = {}): Owner => {
  const { Name, Precedence, Priority } = policy(over);
  return { Kind: 'Policy', Name, Precedence, Priority };
};
