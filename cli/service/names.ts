import { isRegion } from '../../lib/domain/user-pool-id.ts';

/** Each check returns what is wrong with a name and what is expected; undefined if the name is valid. */
export function checkRegion(text: string): string | undefined {
  if (isRegion(text)) return undefined;
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  if (words.length > 1 && words.every(isRegion)) return `Found ${JSON.stringify(text)}. ${oneCall('Region')}`;
  const similar = words
    .join('-')
    .replaceAll('_', '-')
    .toLowerCase()
    .replace(/(\d)[a-z]$/, '$1');
  return `Found ${JSON.stringify(text)}. ${isRegion(similar) ? `Did you mean ${similar}?` : 'Expected a Region, for example eu-west-1.'}`;
}

/** The longest stage with which every name of the stack is valid (infra/name-limits.cjs). */
const MAX_STAGE_LENGTH = 31;

export function checkStage(text: string): string | undefined {
  if (/^[A-Za-z0-9][A-Za-z0-9-]*$/.test(text) && text.length <= MAX_STAGE_LENGTH) return undefined;
  if (text.includes(',')) return `Found ${JSON.stringify(text)}. ${oneCall('stage')}`;
  return `Found ${JSON.stringify(text)}. Expected at most ${MAX_STAGE_LENGTH} letters, digits and hyphens, for example prod.`;
}

export const checkProfile = (text: string): string | undefined =>
  text.trim() === '' || text.startsWith('-')
    ? `Found ${JSON.stringify(text)}. Expected a profile. To list the profiles, run: aws configure list-profiles`
    : undefined;

/** Returns the alternative to several names in one call. */
export const oneCall = (noun: string): string =>
  `A call uses one ${noun}. For several, run the command once for each.`;
