import { AwsError } from '../../core/aws-error.ts';
import { operation } from '../../core/operation.ts';
import { pageOf } from '../../core/paging.ts';
import type { Infer } from '../../core/shapes/shape.ts';
import { describeLogGroup, type LogGroup, type LogsStore, nameIn } from './log-groups.ts';
import { describeLogGroupsInput } from './shapes.ts';

type Input = Infer<typeof describeLogGroupsInput>;

/**
 * Returns log groups ordered by name. A log group that was never created is included only when its full name
 * is requested. Linked accounts do not exist.
 */
export const describeLogGroups = operation(describeLogGroupsInput, (store: LogsStore, input) => {
  rejectCombinedFilters(input);
  const found = findLogGroups(store, input)
    .filter((group) => input.logGroupClass === undefined || group.class === input.logGroupClass)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const page = pageOf(
    (after) => found.filter(({ name }) => after === undefined || name > after),
    ({ name }) => name,
    input.limit ?? 50,
    input.nextToken,
  );
  if (page === undefined)
    throw new AwsError('InvalidParameterException', 'The specified nextToken is invalid.');
  return {
    logGroups: page.items.map((group) => describeLogGroup(store, group)),
    ...(page.next !== undefined && { nextToken: page.next }),
  };
});

/** The documentation of the model calls these members mutually exclusive; the text is [unverified]. */
function rejectCombinedFilters(input: Input): void {
  const { logGroupNamePrefix, logGroupNamePattern, logGroupIdentifiers } = input;
  const ways = [logGroupNamePrefix, logGroupNamePattern, logGroupIdentifiers];
  if (ways.filter((way) => way !== undefined).length > 1)
    throw new AwsError(
      'InvalidParameterException',
      'LogGroup name prefix, LogGroup name pattern and LogGroup identifiers are mutually exclusive parameters.',
    );
}

function findLogGroups({ logGroups }: LogsStore, input: Input): readonly LogGroup[] {
  const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, logGroupIdentifiers } = input;
  if (logGroupIdentifiers !== undefined)
    return [...new Set(logGroupIdentifiers.map(nameIn))].flatMap((name) => logGroups.get(name) ?? []);
  const made = [...logGroups.created()].filter(
    ({ name }) => name.startsWith(prefix ?? '') && name.includes(pattern ?? ''),
  );
  const whole = prefix ?? pattern ?? '';
  const assumed = whole === '' || logGroups.isCreated(whole) ? undefined : logGroups.get(whole);
  return assumed === undefined ? made : [...made, assumed];
}
