import { operation } from '../../core/operation.ts';
import type { Infer } from '../../core/shapes/shape.ts';
import { resourceTypeOf, type TaggedResource, type TaggedResources } from '../../core/tagged-resources.ts';
import { readPage } from './pages.ts';
import { validateRequest } from './request-rules.ts';
import { getResourcesInput } from './shapes.ts';

export interface TaggingStore {
  readonly tagged: TaggedResources;
  now(): number;
  /** Decides for each page, with the seed of the cloud, whether it is empty although more pages follow. */
  isPageEmpty(): boolean;
}

type Input = Infer<typeof getResourcesInput>;

/**
 * Returns the resources that have tags or had some, with all their tags. A resource that never had a tag is missing. A
 * deleted resource, or old tags, can be returned (docs/aws-facts.md#tagged-resources). The local cloud knows the tags of
 * user pools only.
 */
export const getResources = operation(getResourcesInput, (store: TaggingStore, input) => {
  validateRequest(input);
  const { resources, token } = readPage(matching(store, input), {
    now: store.now(),
    token: input.PaginationToken,
    length: input.ResourceARNList?.length ?? input.ResourcesPerPage,
    // A request with ARNs has no further pages.
    isEmpty: input.ResourceARNList === undefined && store.isPageEmpty(),
  });
  return {
    PaginationToken: token,
    ResourceTagMappingList: resources.map(({ arn, tags }) => ({
      ResourceARN: arn,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      ...(input.IncludeComplianceDetails && { ComplianceDetails: COMPLIANT }),
    })),
  };
});

/** The local cloud has no tag policies, so every resource is compliant. */
const COMPLIANT = { NoncompliantKeys: [], KeysWithNoncompliantValues: [], ComplianceStatus: true };

/** Returns a function that reads the matching resources after an ARN. */
const matching = ({ tagged }: TaggingStore, input: Input) =>
  function* (after: string | undefined): Generator<TaggedResource> {
    if (input.ExcludeCompliantResources) return;
    for (const resource of tagged.seen.values(after)) if (matches(resource, input)) yield resource;
  };

/** The filters are joined by AND, the values of one filter by OR. A filter without values matches every value. */
function matches({ arn, tags }: TaggedResource, input: Input): boolean {
  const { ResourceTypeFilters: types = [], ResourceARNList: arns, TagFilters: filters = [] } = input;
  return (
    (types.length === 0 || types.some((type) => isOfType(arn, type))) &&
    (arns === undefined || arns.includes(arn)) &&
    filters.every(({ Key = '', Values = [] }) => {
      const value = Object.hasOwn(tags, Key) ? tags[Key] : undefined;
      return value !== undefined && (Values.length === 0 || Values.includes(value));
    })
  );
}

function isOfType(arn: string, filter: string): boolean {
  const { service, type } = resourceTypeOf(arn);
  return filter === service || filter === `${service}:${type}`;
}
