import { AwsError } from '../../core/aws-error.ts';
import type { Infer } from '../../core/shapes/shape.ts';
import type { getResourcesInput } from './shapes.ts';

/**
 * Throws for a request that the API documentation does not allow. The name of the error is in the API model; the texts are
 * [unverified].
 */
export function validateRequest(input: Infer<typeof getResourcesInput>): void {
  const { ResourcesPerPage: length, ResourceTypeFilters: types = [], TagFilters: filters = [] } = input;
  if (input.TagsPerPage !== undefined)
    reject('The local cloud does not support TagsPerPage. Use ResourcesPerPage instead.');
  if (length !== undefined && (length < 1 || length > 100))
    reject('ResourcesPerPage must be between 1 and 100.');
  if (types.length > 100) reject('ResourceTypeFilters can contain up to 100 items.');
  if (filters.some(({ Key }) => Key === undefined)) reject('Each TagFilter must contain a Key.');
  if (input.ExcludeCompliantResources && !input.IncludeComplianceDetails)
    reject('ExcludeCompliantResources requires IncludeComplianceDetails.');
  if (input.ResourceARNList !== undefined && (length !== undefined || input.PaginationToken))
    reject('ResourceARNList cannot be used with ResourcesPerPage or PaginationToken.');
}

function reject(message: string): never {
  throw new AwsError('InvalidParameterException', message);
}
