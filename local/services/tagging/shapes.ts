/**
 * The constraints of GetResources, from the public API model of resourcegroupstaggingapi (2017-01-26, from botocore),
 * with members in the order of the model.
 */
import { flag, integer, list, namedStructure, optional, structure, text } from '../../core/shapes/shape.ts';

const ANY = '[\\s\\S]*';

export const getResourcesInput = structure({
  PaginationToken: optional(text({ min: 0, max: 2048, pattern: ANY })),
  TagFilters: optional(
    list(
      namedStructure('TagFilter', {
        Key: optional(text({ min: 1, max: 128, pattern: ANY })),
        Values: optional(list(text({ min: 0, max: 256, pattern: ANY }), { min: 0, max: 20 })),
      }),
      { min: 0, max: 50 },
    ),
  ),
  ResourcesPerPage: optional(integer()),
  TagsPerPage: optional(integer()),
  ResourceTypeFilters: optional(list(text({ min: 0, max: 256, pattern: ANY }))),
  IncludeComplianceDetails: optional(flag),
  ExcludeCompliantResources: optional(flag),
  ResourceARNList: optional(list(text({ min: 1, max: 1011, pattern: ANY }), { min: 1, max: 100 })),
});
