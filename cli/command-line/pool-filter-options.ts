import { type Command, InvalidArgumentError, Option } from 'commander';
import { ARRIVAL_RESULTS, type ArrivalResult } from '../../lib/domain/arrival/arrival.ts';
import { OUTCOMES, type Outcome } from '../../lib/domain/outcome.ts';
import type { TagFilter } from '../pools/pool-filters.ts';

/** Adds the options that select pools. They are combined with each other and with the named pools (AND). */
export const withPoolFilters = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--tag <key=value>',
        'Only pools with this tag; repeat for other keys (AND) or values (OR)',
      ).argParser(tagFilter),
    )
    .addOption(
      new Option('--name <pattern>', 'Only pools with this name, * is any text; can be repeated').argParser(
        namePattern,
      ),
    )
    .addOption(
      new Option('--outcome <outcome>', 'Only pools with this outcome; can be repeated')
        // For the help and completion. The parser also accepts them in another case.
        .choices(OUTCOMES)
        .argParser(outcomeFilter),
    )
    .addOption(
      new Option(
        '--arrival <result>',
        'Only pools whose sign-in logs have this result, such as NotArriving; can be repeated',
      ).argParser(arrivalFilter),
    );

function tagFilter(text: string, earlier: readonly TagFilter[] = []): readonly TagFilter[] {
  const at = text.indexOf('=');
  if (at < 1)
    throw new InvalidArgumentError(
      `Found ${JSON.stringify(text)}. Expected a tag key and its value, for example env=prod.`,
    );
  return [...earlier, { key: text.slice(0, at), value: text.slice(at + 1) }];
}

function namePattern(text: string, earlier: readonly string[] = []): readonly string[] {
  if (text.trim() === '')
    throw new InvalidArgumentError(
      `Found ${JSON.stringify(text)}. Expected a pool name, or a pattern with *.`,
    );
  return [...earlier, text];
}

const outcomeFilter = (text: string, earlier?: readonly Outcome[]): readonly Outcome[] =>
  oneMore(OUTCOMES, text, earlier);

const arrivalFilter = (text: string, earlier?: readonly ArrivalResult[]): readonly ArrivalResult[] =>
  oneMore(ARRIVAL_RESULTS, text, earlier);

/** Adds the value that the text names, in upper or lower case. */
function oneMore<T extends string>(
  values: readonly T[],
  text: string,
  earlier: readonly T[] = [],
): readonly T[] {
  const value = values.find((one) => one.toLowerCase() === text.toLowerCase());
  if (value === undefined)
    throw new InvalidArgumentError(`Found ${JSON.stringify(text)}. Expected one of ${values.join(', ')}.`);
  return [...earlier, value];
}
