import { isDeepStrictEqual } from 'node:util';
import type { EventBus } from './events.ts';
import type { EventuallyConsistentMap, ReadableMap } from './eventually-consistent-map.ts';
import type { SortedMap } from './sorted-map.ts';

export type Tags = Readonly<Record<string, string>>;

/** A resource that has tags, or had some since it was created. */
export interface TaggedResource {
  readonly arn: string;
  readonly tags: Tags;
  /** Increases with each change of the tags. */
  readonly version: number;
}

/**
 * The tags of all resources of one account-region, as the Resource Groups Tagging API sees them: without the resources
 * that never had a tag, and with a delay that differs from the one of the resource itself.
 */
export interface TaggedResources {
  readonly written: SortedMap<TaggedResource>;
  readonly seen: ReadableMap<TaggedResource>;
  /** Stores the tags of a resource. Emits a Tag Change on Resource if they changed. */
  record(arn: string, tags: Tags): void;
  /** Stores the tags of a resource, without an event. */
  seed(arn: string, tags: Tags): void;
  /** Removes a deleted resource. Readers can see it until the delay has passed. */
  forget(arn: string): void;
}

export function createTaggedResources(
  { written, seen }: Pick<EventuallyConsistentMap<TaggedResource>, 'written' | 'seen'>,
  bus: EventBus,
): TaggedResources {
  /** Returns the changed keys. Returns undefined if the tags are the same. */
  const store = (arn: string, tags: Tags): { resource: TaggedResource; keys: string[] } | undefined => {
    const before = written.get(arn);
    if (isDeepStrictEqual(before?.tags ?? {}, tags)) return undefined;
    const resource = { arn, tags, version: (before?.version ?? 0) + 1 };
    written.set(arn, resource);
    const keys = new Set([...Object.keys(before?.tags ?? {}), ...Object.keys(tags)]);
    return { resource, keys: [...keys].filter((key) => before?.tags[key] !== tags[key]).sort() };
  };
  return {
    written,
    seen,
    record(arn, tags) {
      const change = store(arn, tags);
      if (change !== undefined) emitTagChange(bus, change.resource, change.keys);
    },
    seed: store,
    forget: (arn) => written.delete(arn),
  };
}

/** Returns the service and the type of a resource from its ARN, such as `cognito-idp` and `userpool`. */
export function resourceTypeOf(arn: string): { readonly service: string; readonly type: string } {
  const [, , service = '', , , resource = ''] = arn.split(':');
  return { service, type: resource.split('/')[0] ?? '' };
}

/** The values of `service` and `resource-type` for a user pool are [unverified] (docs/aws-facts.md#tag-events). */
function emitTagChange(bus: EventBus, { arn, tags, version }: TaggedResource, keys: readonly string[]): void {
  const { service, type } = resourceTypeOf(arn);
  bus.put({
    source: 'aws.tag',
    detailType: 'Tag Change on Resource',
    resources: [arn],
    detail: { 'changed-tag-keys': keys, service, 'resource-type': type, version, tags },
  });
}
