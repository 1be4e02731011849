import { AwsError } from '../../core/aws-error.ts';
import { pageOf } from '../../core/paging.ts';
import type { ServiceResponse } from '../../core/service-response.ts';
import { readInput } from '../../core/shapes/check.ts';
import { integer, oneOf, optional, structure, text } from '../../core/shapes/shape.ts';

/** The name of the error for invalid input is [unverified]. */
const INVALID = 'InvalidParameterValueException';
/** Lambda returns at most this many functions, even if `MaxItems` is higher (docs/aws-facts.md#list-functions). */
const MAX_PAGE_SIZE = 50;

const input = structure({
  FunctionVersion: optional(oneOf('ALL')),
  Marker: optional(text()),
  MaxItems: optional(integer({ min: 1, max: 10_000 })),
});

/**
 * Returns one page of the functions, sorted by name. Throws AwsError. `FunctionVersion` and
 * `MasterRegion` change nothing, because the local cloud has no versions and no replicated functions.
 */
export function listFunctions<T extends { readonly FunctionName: string }>(
  functions: readonly T[],
  query: string,
): ServiceResponse {
  const { MaxItems, ...rest } = Object.fromEntries(new URLSearchParams(query));
  const given = { ...rest, ...(MaxItems !== undefined && { MaxItems: numberIn(MaxItems) }) };
  const { Marker, MaxItems: size = MAX_PAGE_SIZE } = readInput(input, given, INVALID);
  const sorted = functions.toSorted((a, b) => (a.FunctionName < b.FunctionName ? -1 : 1));
  const page = pageOf(
    (after) => (after === undefined ? sorted : sorted.filter(({ FunctionName }) => FunctionName > after)),
    ({ FunctionName }) => FunctionName,
    Math.min(size, MAX_PAGE_SIZE),
    Marker,
  );
  if (page === undefined) throw new AwsError(INVALID, 'The marker is not valid.');
  return {
    status: 200,
    body: { Functions: page.items, ...(page.next !== undefined && { NextMarker: page.next }) },
  };
}

/** Returns any other text unchanged, so that the shape rejects it. */
const numberIn = (value: string): number | string => (/^-?\d+$/.test(value) ? Number(value) : value);
