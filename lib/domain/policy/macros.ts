import { ARN_RULES, withoutWildcard } from '../destination-arn.ts';
import { DESTINATION_KEYS, type DestinationKey } from '../event-sources.ts';
import type { LogConfiguration } from '../log-configuration.ts';
import { plainKey, suggestedKey } from '../parameter/known-keys.ts';
import { formatValue, type ValidationIssue } from '../validation-issue.ts';

/** The texts that a policy's ARNs can contain between `<` and `>`. They are case-sensitive. */
export const MACROS = ['accountId', 'region', 'userPoolId', 'userPoolName'] as const;
export type Macro = (typeof MACROS)[number];

/** The macros whose values differ between the pools of an account and Region. */
export const POOL_MACROS: readonly Macro[] = ['userPoolId', 'userPoolName'];

export const MACROS_EXPECTED = MACROS.map((macro) => `<${macro}>`).join(', ');

export interface MacroValues {
  readonly account: string;
  readonly region: string;
  readonly userPoolId: string;
  /** The name of the pool. Undefined if it is not known; it is needed only for `<userPoolName>`. */
  readonly name: string | undefined;
}

export type Expanded<T> =
  | { readonly kind: 'Expanded'; readonly value: T }
  | { readonly kind: 'Invalid'; readonly issues: readonly ValidationIssue[] };

/**
 * Returns the entry with the values of its macros, and without the `:*` of a log group. `path` is the place of the entry,
 * for the issues.
 */
export function expandEntry(
  entry: LogConfiguration,
  values: MacroValues,
  path: string = entry.EventSource,
): Expanded<LogConfiguration> {
  const { CloudWatchLogsConfiguration: logs, FirehoseConfiguration: firehose, S3Configuration: s3 } = entry;
  const issues: ValidationIssue[] = [];
  const expanded = (key: DestinationKey, arn: string): string => {
    const result = expandArn(arn, values, `${path}.${key}.${ARN_RULES[key].member}`);
    if (result.kind === 'Expanded') return result.value;
    issues.push(...result.issues);
    return arn;
  };
  const value = {
    EventSource: entry.EventSource,
    LogLevel: entry.LogLevel,
    ...(logs && {
      CloudWatchLogsConfiguration: {
        LogGroupArn: withoutWildcard(expanded('CloudWatchLogsConfiguration', logs.LogGroupArn)),
      },
    }),
    ...(firehose && {
      FirehoseConfiguration: { StreamArn: expanded('FirehoseConfiguration', firehose.StreamArn) },
    }),
    ...(s3 && { S3Configuration: { BucketArn: expanded('S3Configuration', s3.BucketArn) } }),
  };
  return issues.length > 0 ? { kind: 'Invalid', issues } : { kind: 'Expanded', value };
}

/** Returns the ARN with the values of its macros. `path` is the place of the ARN in the policy, for the issues. */
export function expandArn(arn: string, values: MacroValues, path: string): Expanded<string> {
  const issues = [...syntaxIssues(arn, path), ...nameIssues(arn, values.name, path)];
  if (issues.length > 0) return { kind: 'Invalid', issues };
  const texts: Readonly<Record<Macro, string>> = {
    accountId: values.account,
    region: values.region,
    userPoolId: values.userPoolId,
    userPoolName: values.name ?? '',
  };
  // A replacer function, because a replacement text can contain `$&`.
  return {
    kind: 'Expanded',
    value: MACROS.reduce((text, macro) => text.replaceAll(`<${macro}>`, () => texts[macro]), arn),
  };
}

/** Returns the macros in the ARNs of an entry. */
export function macrosIn(entry: LogConfiguration): ReadonlySet<Macro> {
  const arns = DESTINATION_KEYS.map((key) => Object.values(entry[key] ?? {}).join());
  return new Set(MACROS.filter((macro) => arns.some((arn) => hasMacro(arn, macro))));
}

export const hasMacro = (arn: string, macro: Macro): boolean => arn.includes(`<${macro}>`);

/** The macros that the words of other services, and other words for the same value, probably mean. */
const ALIASES: Readonly<Record<string, Macro>> = {
  account: 'accountId',
  awsaccountid: 'accountId',
  awsaccount: 'accountId',
  awsregion: 'region',
  pool: 'userPoolId',
  poolid: 'userPoolId',
  userpool: 'userPoolId',
  id: 'userPoolId',
  resourceid: 'userPoolId',
  poolname: 'userPoolName',
  name: 'userPoolName',
  resourcename: 'userPoolName',
};

const MACRO_KEYS = Object.fromEntries(MACROS.map((macro) => [macro, {}]));

function suggestedMacro(name: string): string | undefined {
  const plain = plainKey(name);
  return Object.hasOwn(ALIASES, plain) ? ALIASES[plain] : suggestedKey(name, MACRO_KEYS);
}

/** Returns an issue for each unknown macro and for each `<` or `>` that is not part of a macro. */
function syntaxIssues(arn: string, path: string): readonly ValidationIssue[] {
  return [...arn.matchAll(/<([^<>:]*)>|<[^<>:/]*|>/g)].flatMap(([text, name]) => {
    if (name === undefined)
      return {
        path,
        found: formatValue(text),
        expected: `a macro: ${MACROS_EXPECTED}`,
        message:
          text === '>'
            ? `found ">" without "<". The macros are ${MACROS_EXPECTED}.`
            : `found ${formatValue(text)} without ">". The macros are ${MACROS_EXPECTED}.`,
      };
    if (MACROS.some((macro) => macro === name)) return [];
    const suggestion = suggestedMacro(name);
    const step = suggestion ? `Did you mean <${suggestion}>?` : `The macros are ${MACROS_EXPECTED}.`;
    return {
      path,
      found: formatValue(text),
      expected: suggestion ? `<${suggestion}>` : `one of ${MACROS_EXPECTED}`,
      message: `unknown macro ${formatValue(text)}. ${step}`,
    };
  });
}

/** A character that the ARN pattern of the API does not allow in a name (docs/aws-facts.md#arn-patterns). */
const FORBIDDEN = /[^\w+=/,.@-]/gu;

function nameIssues(arn: string, name: string | undefined, path: string): readonly ValidationIssue[] {
  if (!hasMacro(arn, 'userPoolName')) return [];
  const expected = 'a name with only letters, digits and _ + = / , . @ -';
  if (name === undefined)
    return [{ path, found: 'no name', expected, message: 'the name of the pool is not known.' }];
  if (name === '') return [{ path, found: '""', expected, message: `the pool has no name. ${USE_ID}` }];
  const characters = [...new Set(name.match(FORBIDDEN))].map(formatValue).join(' and ');
  if (characters === '') return [];
  const message = `the name of the pool contains ${characters}, which an ARN does not allow. ${USE_ID}`;
  return [{ path, found: formatValue(name), expected, message }];
}

const USE_ID = 'Use <userPoolId>.';
