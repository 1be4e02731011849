import { pluralize } from '../terminal/text.ts';

/** Reports a hold of deletions. `lost`: the number of managed pools without a parameter. */
export const holdText = (lost: number): string =>
  `On hold: ${pluralize(lost, 'parameter')} ${lost === 1 ? 'was' : 'were'} deleted at the same time.`;
