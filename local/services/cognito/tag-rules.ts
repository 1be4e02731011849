import { AwsError } from '../../core/aws-error.ts';
import type { Tags } from '../../core/tagged-resources.ts';
import type { CognitoStore, Pool } from './pools.ts';

/** The maximum number of tags of a user pool (docs/aws-facts.md#pool-tags). */
const MAX_TAGS = 50;

/** The characters that the developer guide allows ("Tagging Amazon Cognito resources"). */
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/**
 * Throws for tags that the developer guide does not allow. `all` are the tags that the pool would have. The error names and
 * the texts are [unverified], and so is that letters of every language are allowed.
 */
export function validateTags(given: Tags, all: Tags = given): void {
  for (const [key, value] of Object.entries(given)) {
    if (/^aws:/i.test(key)) reject(`The key of a tag can't begin with aws:, which is reserved: ${key}`);
    if (!ALLOWED.test(key)) reject(`The key of a tag contains a character that is not allowed: ${key}`);
    if (!ALLOWED.test(value))
      reject(`The value of the tag ${key} contains a character that is not allowed: ${value}`);
  }
  const count = Object.keys(all).length;
  if (count > MAX_TAGS)
    reject(`A user pool can have up to ${MAX_TAGS} tags. The request results in ${count}.`);
}

function reject(message: string): never {
  throw new AwsError('InvalidParameterException', message);
}

export const tagsOf = ({ settings }: Pool): Tags => settings.UserPoolTags ?? {};

/** Passes the tags of a stored pool to the Resource Groups Tagging API and emits an event if they changed. */
export function recordTags({ tagged }: CognitoStore, pool: Pool): void {
  tagged.record(pool.arn, tagsOf(pool));
}
