import { AwsError } from '../http/answer.ts';
import { operation } from '../operation.ts';
import { pageOf } from '../paging.ts';
import type { Infer } from '../shape/shape.ts';
import { describeLogGroup, type LogGroup, type LogsWorld } from './log-groups.ts';
import { describeLogGroupsInput } from './shapes.ts';

type Input = Infer<typeof describeLogGroupsInput>;

/**
 * Sorted by name. A log group that nobody made is among them where the whole of its name is asked for. There are no
 * linked accounts.
 */
export const describeLogGroups = operation(describeLogGroupsInput, (world: LogsWorld, input) => {
  refuseTogether(input);
  const found = asked(world, input)
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
    logGroups: page.items.map((group) => describeLogGroup(world, group)),
    ...(page.next !== undefined && { nextToken: page.next }),
  };
});

/** What the model's documentation calls mutually exclusive; the wording is [unverified]. */
function refuseTogether(input: Input): void {
  const { logGroupNamePrefix, logGroupNamePattern, logGroupIdentifiers } = input;
  const ways = [logGroupNamePrefix, logGroupNamePattern, logGroupIdentifiers];
  if (ways.filter((way) => way !== undefined).length > 1)
    throw new AwsError(
      'InvalidParameterException',
      'LogGroup name prefix, LogGroup name pattern and LogGroup identifiers are mutually exclusive parameters.',
    );
}

function asked({ logGroups }: LogsWorld, input: Input): readonly LogGroup[] {
  const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, logGroupIdentifiers } = input;
  if (logGroupIdentifiers !== undefined)
    return [...new Set(logGroupIdentifiers.map(nameIn))].flatMap((name) => logGroups.get(name) ?? []);
  const made = [...logGroups.made()].filter(
    ({ name }) => name.startsWith(prefix ?? '') && name.includes(pattern ?? ''),
  );
  const whole = prefix ?? pattern ?? '';
  const assumed = whole === '' || logGroups.isMade(whole) ? undefined : logGroups.get(whole);
  return assumed === undefined ? made : [...made, assumed];
}

/** A name, or an ARN: a name holds no colon. */
const nameIn = (identifier: string): string => identifier.split(':').at(-1) ?? '';
