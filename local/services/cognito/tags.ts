import { AwsError } from '../../core/aws-error.ts';
import type { ReadableMap } from '../../core/eventually-consistent-map.ts';
import { operation } from '../../core/operation.ts';
import type { Tags } from '../../core/tagged-resources.ts';
import { type CognitoStore, findPool, type Pool } from './pools.ts';
import { listTagsForResourceInput, tagResourceInput, untagResourceInput } from './shapes.ts';
import { recordTags, tagsOf, validateTags } from './tag-rules.ts';

/** Adds tags and replaces the values of existing keys. */
export const tagResource = operation(tagResourceInput, (store: CognitoStore, { ResourceArn, Tags }) => {
  const pool = findByArn(store, store.pools, ResourceArn);
  const tags = { ...tagsOf(pool), ...Tags };
  validateTags(Tags, tags);
  setTags(store, pool, tags);
  return {};
});

/** Ignores keys that the pool does not have [unverified]. */
export const untagResource = operation(
  untagResourceInput,
  (store: CognitoStore, { ResourceArn, TagKeys }) => {
    const pool = findByArn(store, store.pools, ResourceArn);
    const kept = Object.entries(tagsOf(pool)).filter(([key]) => !TagKeys.includes(key));
    setTags(store, pool, Object.fromEntries(kept));
    return {};
  },
);

export const listTagsForResource = operation(
  listTagsForResourceInput,
  (store: CognitoStore, { ResourceArn }) => ({ Tags: tagsOf(findByArn(store, store.seen, ResourceArn)) }),
);

/** That the date of the last change stays is [unverified]. */
function setTags(store: CognitoStore, pool: Pool, tags: Tags): void {
  const tagged = { ...pool, settings: { ...pool.settings, UserPoolTags: tags } };
  store.pools.set(pool.id, tagged);
  recordTags(store, tagged);
}

/**
 * Returns the pool of an ARN. A secondary has an ARN with its own Region. The error for an ARN of something else than
 * a user pool, and for a pool of another account or Region, is [unverified].
 */
function findByArn(store: CognitoStore, pools: ReadableMap<Pool>, arn: string): Pool {
  const id = /^arn:[^:]+:cognito-idp:[^:]*:\d+:userpool\/([^:/]+)$/.exec(arn)?.[1];
  if (id === undefined)
    throw new AwsError('InvalidParameterException', `The ARN is not the ARN of a user pool: ${arn}`);
  const pool = findPool(pools, id);
  if (pool.arn !== arn)
    throw new AwsError(
      'ResourceNotFoundException',
      `User pool ${arn} does not exist in ${store.region} (account ${store.account}).`,
    );
  return pool;
}
