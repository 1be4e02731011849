import * as z from 'zod/mini';
import type { KnownKeys } from '../../lib/domain/parameter/known-keys.ts';
import { checkProfile, checkRegion, checkStage } from '../service/names.ts';

const TEXT = 'a text';
const NAME = 'a name of up to 64 letters, digits, hyphens, underscores, periods and slashes';
const ROLE = 'the ARN of a role, for example arn:aws:iam::123456789012:role/clr-read';
const EXTERNAL_ID = 'an external ID of 2 to 1224 characters';

const checked = (check: (text: string) => string | undefined, expected: string) =>
  z.string(expected).check(z.refine((text) => check(text) === undefined, expected));

const REGION = 'a Region, for example eu-west-1';

/** A targets file. docs/targets.md describes it. */
export const targetsSchema = z.strictObject(
  {
    targets: z
      .array(
        z.strictObject(
          {
            name: z.optional(z.string(NAME).check(z.regex(/^[\w./-]{1,64}$/, NAME))),
            profile: z.optional(checked(checkProfile, 'the name of a profile')),
            roleArn: z.optional(
              z.string(ROLE).check(z.regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, ROLE)),
            ),
            externalId: z.optional(
              z.string(EXTERNAL_ID).check(z.regex(/^[\w+=,.@:/-]{2,1224}$/, EXTERNAL_ID)),
            ),
            regions: z
              .array(checked(checkRegion, REGION), 'a list of Regions')
              .check(z.minLength(1, 'at least one Region')),
            stage: z.optional(checked(checkStage, 'the stage of the service, for example prod')),
          },
          'a target: an object with regions, and profile or roleArn',
        ),
        'a list of targets',
      )
      .check(z.minLength(1, 'at least one target')),
  },
  `an object with the key targets, not ${TEXT}`,
);
export type TargetsFile = z.output<typeof targetsSchema>;

const TARGET = { name: {}, profile: {}, roleArn: {}, externalId: {}, regions: {}, stage: {} };

export const TARGETS_KEYS: KnownKeys = { top: { targets: TARGET }, elsewhere: {} };
