import { AwsError } from '../../core/aws-error.ts';
import { operation } from '../../core/operation.ts';
import type { Infer } from '../../core/shapes/shape.ts';
import { historyOf, latest, type SsmStore, type Tags } from './parameters.ts';
import {
  addTagsToResourceInput,
  listTagsForResourceInput,
  type putParameterInput,
  removeTagsFromResourceInput,
} from './shapes.ts';

type TagList = NonNullable<Infer<typeof putParameterInput>['Tags']>;

/** AWS allows 50 tags on most resources, and on parameters (user guide, "Tagging Systems Manager resources"). */
const MAX_TAGS = 50;

/** From the API model: the types that have tags. Only parameters exist in the local cloud. */
const RESOURCE_TYPES: readonly string[] = [
  'Document',
  'ManagedInstance',
  'MaintenanceWindow',
  'Parameter',
  'PatchBaseline',
  'OpsItem',
  'OpsMetadata',
  'Automation',
  'Association',
  'CloudConnector',
];

export const listTagsForResource = operation(listTagsForResourceInput, (store: SsmStore, input) => {
  const tags = store.tags.get(parameterName(store, input)) ?? new Map<string, string>();
  return { TagList: [...tags].map(([Key, Value]) => ({ Key, Value })) };
});

export const addTagsToResource = operation(addTagsToResourceInput, (store: SsmStore, input) => {
  const name = parameterName(store, input);
  addTags(store, name, input.Tags);
  return {};
});

export const removeTagsFromResource = operation(removeTagsFromResourceInput, (store: SsmStore, input) => {
  const name = parameterName(store, input);
  const kept = [...(store.tags.get(name) ?? [])].filter(([key]) => !input.TagKeys.includes(key));
  setTags(store, name, new Map(kept));
  return {};
});

/** Throws, and stores nothing, when a key is reserved or the parameter would have too many tags. */
export function addTags(store: SsmStore, name: string, added: TagList): void {
  setTags(store, name, mergedTags(store.tags.get(name), added));
}

function mergedTags(before: Tags | undefined, added: TagList): Tags {
  for (const { Key } of added)
    if (/^aws:/i.test(Key))
      // Reserved keys are documented; the error is [unverified].
      throw new AwsError('ValidationException', `Tag keys can't begin with aws:, which is reserved: ${Key}`);
  const tags = new Map([...(before ?? []), ...added.map(({ Key, Value }) => [Key, Value] as const)]);
  if (tags.size > MAX_TAGS)
    // The error has no message in the API model, as InvalidResourceId, which AWS returns without one.
    throw new AwsError('TooManyTagsError', '');
  return tags;
}

function setTags(store: SsmStore, name: string, tags: Tags): void {
  if (tags.size > 0) store.tags.set(name, tags);
  else store.tags.delete(name);
}

/**
 * A resource ID is the name of a parameter (API documentation of AddTagsToResource); that an ARN is rejected is
 * [unverified]. An unknown type is InvalidResourceType, as in getmoto/moto. AWS returns InvalidResourceId without a
 * message (docs/aws-facts.md#parameter-tags); the same for the other two errors is [unverified].
 */
function parameterName(
  store: SsmStore,
  { ResourceType, ResourceId }: { readonly ResourceType: string; readonly ResourceId: string },
): string {
  if (!RESOURCE_TYPES.includes(ResourceType)) throw new AwsError('InvalidResourceType', '');
  const history = ResourceType === 'Parameter' ? historyOf(store.parameters, ResourceId.trim()) : undefined;
  if (history === undefined) throw new AwsError('InvalidResourceId', '');
  return latest(history).name;
}
