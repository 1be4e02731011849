import { ENTRY, type Keys, type KnownKeys, SCHEMA_KEY } from '../parameter/known-keys.ts';

const CRITERIA: Keys = { Ids: {}, Names: {}, Tags: {}, Tiers: {} };

export const POLICY_KEYS: KnownKeys = {
  top: {
    Description: {},
    Precedence: {},
    Priority: {},
    Select: { ...CRITERIA, Exclude: CRITERIA },
    LogConfigurations: ENTRY,
    Mode: {},
    OnDelete: {},
    Rollout: { Waves: {}, HaltAfter: { Pools: {}, Percent: {} } },
    [SCHEMA_KEY]: {},
  },
  elsewhere: {
    UserPoolId: 'belongs in the parameter of a pool. A policy selects pools by their IDs with Select.Ids.',
    Inherit:
      'belongs in the parameter of a pool. A policy always owns only the event sources of its entries.',
  },
};
