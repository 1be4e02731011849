import type { Operation } from '../../core/operation.ts';
import { getResources, type TaggingStore } from './get-resources.ts';

export const taggingOperations: Readonly<Record<string, Operation<TaggingStore>>> = {
  GetResources: getResources,
};
