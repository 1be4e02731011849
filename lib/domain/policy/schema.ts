import * as z from 'zod/mini';
import { MAX_ENTRIES } from '../event-sources.ts';
import { SCHEMA_KEY } from '../parameter/known-keys.ts';
import { entrySchemaWith, oneOf, optional, sharedMembers } from '../parameter/schema.ts';
import { isUserPoolId } from '../user-pool-id.ts';
import { PRECEDENCES, TIERS } from './policy.ts';

/**
 * The shape of a policy. Each `error` text completes the sentence "Expected …". `null` for an optional member means that
 * it is absent.
 */
const ENTRIES = `a list of 1 to ${MAX_ENTRIES} entries`;
export const ENTRIES_EXPECTED = `${ENTRIES}, because a policy owns only the event sources of its entries`;

const MAX_PRIORITY = 1000;

const list = <T extends z.ZodMiniType>(type: T, error: string) =>
  z.array(type, { error }).check(z.minLength(1, { error }));

const text = (error: string) => z.string({ error }).check(z.minLength(1, { error }));

const integer = (min: number, max: number, error: string) =>
  z.int({ error, abort: true }).check(z.gte(min, { error }), z.lte(max, { error }));

const POOL_ID = 'the ID of a user pool, without wildcards, for example eu-west-1_aBcDeFgHi';
const TAGS = 'an object of tag keys with lists of values, for example {"env": ["prod"]}';

/** zod has no own error text for the key of a record. */
const isTagMap = (tags: object): boolean => Object.keys(tags).length > 0 && !Object.keys(tags).includes('');

const criteria = {
  Ids: optional(
    list(
      z.string({ error: POOL_ID }).check(z.refine(isUserPoolId, { error: POOL_ID })),
      'a list of one or more pool IDs, for example ["eu-west-1_aBcDeFgHi"]',
    ),
  ),
  Names: optional(
    list(
      text('the name of a user pool, or a pattern with *'),
      'a list of one or more pool names, for example ["shop-*"]',
    ),
  ),
  Tags: optional(
    z
      .record(
        z.string(),
        // The value of a tag can be empty.
        list(
          z.string({ error: 'the value of a tag, or a pattern with *' }),
          'a list of one or more tag values, for example ["prod"]. ["*"] matches every value',
        ),
        { error: TAGS },
      )
      .check(z.refine((tags) => isTagMap(tags), { error: TAGS })),
  ),
  Tiers: optional(
    list(z.enum(TIERS, { error: oneOf(TIERS) }), 'a list of one or more tiers, for example ["PLUS"]'),
  ),
};

export const selectionSchema = z.strictObject(
  {
    ...criteria,
    Exclude: optional(z.strictObject(criteria, { error: 'an object with Ids, Names, Tags or Tiers' })),
  },
  { error: 'an object with Ids, Names, Tags, Tiers or Exclude. {} selects every pool' },
);
export type SelectionValue = z.output<typeof selectionSchema>;

const WAVE = 'a number of pools from 1, or a percentage from "1%" to "100%"';
export const WAVES = 'a list that ends with "100%", for example [1, "10%", "100%"]';
const COUNT = 'a whole number from 1';
const PERCENT = 'a whole number from 1 to 100';

export const rolloutSchema = z.strictObject(
  {
    Waves: optional(
      list(
        z.union(
          [
            integer(1, Number.MAX_SAFE_INTEGER, WAVE),
            z.string({ error: WAVE }).check(z.regex(/^(?:[1-9]\d?|100)%$/, { error: WAVE })),
          ],
          { error: WAVE },
        ),
        WAVES,
      ),
    ),
    HaltAfter: optional(
      z.strictObject(
        {
          Pools: optional(integer(1, Number.MAX_SAFE_INTEGER, COUNT)),
          Percent: optional(integer(1, 100, PERCENT)),
        },
        { error: 'an object with Pools and Percent' },
      ),
    ),
  },
  { error: 'an object with Waves and HaltAfter' },
);

const PRIORITY = `a whole number from 0 to ${MAX_PRIORITY}`;

export const policySchema = z.strictObject(
  {
    [SCHEMA_KEY]: sharedMembers[SCHEMA_KEY],
    Description: optional(z.string({ error: 'a string' })),
    Precedence: z._default(z.nullable(z.enum(PRECEDENCES, { error: oneOf(PRECEDENCES) })), 'Default'),
    Priority: z._default(z.nullable(integer(0, MAX_PRIORITY, PRIORITY)), 100),
    Select: selectionSchema,
    // No maximum here: zod does not check the entries of a list that is too long, which would hide issues.
    LogConfigurations: z
      // The macros make a text that is not an ARN, so the rules check the ARNs.
      .array(
        entrySchemaWith(() => true),
        { error: ENTRIES_EXPECTED },
      )
      .check(z.minLength(1, { error: ENTRIES_EXPECTED })),
    Mode: sharedMembers.Mode,
    OnDelete: sharedMembers.OnDelete,
    Rollout: optional(rolloutSchema),
  },
  { error: 'an object with Select and LogConfigurations' },
);
export type PolicyValue = z.output<typeof policySchema>;
