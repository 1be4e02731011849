import { ARN_RULES } from '../destination-arn.ts';
import { DESTINATION_KEYS } from '../event-sources.ts';
import { formatPath, formatValue, type ValidationIssue } from '../validation-issue.ts';
import { ENTRY, plainKey } from './known-keys.ts';
import { isTerraform } from './text.ts';

/**
 * Recognizes a value that contains the parameter, or one that looks like it: the response of an API call, a resource
 * of CloudFormation or Terraform, JSON in a string, a list of entries, the skeleton of the AWS CLI. Returns one issue
 * with the step that helps, instead of one issue for each key. `content`: what one parameter contains.
 */
export function envelopeIssue(
  value: unknown,
  content = 'the configuration of one pool',
): ValidationIssue | undefined {
  if (typeof value === 'string') return stringIssue(value);
  if (Array.isArray(value)) return listIssue(value, content);
  if (!isObject(value)) return undefined;
  const entries = memberOf(value, 'LogConfigurations');
  if (entries !== undefined) return isSkeleton(entries) ? SKELETON : undefined;
  if (isEntry(value)) return issue('one entry', 'Put it in a list: {"LogConfigurations": [...]}.');
  return outerIssue(value);
}

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const issue = (found: string, step: string): ValidationIssue => ({
  path: '',
  found,
  expected: 'an object with LogConfigurations, as in SetLogDeliveryConfiguration',
  message: `found ${found}. ${step}`,
});

/** Returns the member with this key, in any case and with any separators. */
const memberOf = (value: JsonObject, name: string): unknown =>
  Object.entries(value).find(([key]) => plainKey(key) === plainKey(name))?.[1];

const isParameter = (value: unknown): boolean =>
  isObject(value) && memberOf(value, 'LogConfigurations') !== undefined;

const isEntry = (value: unknown): boolean =>
  isObject(value) && Object.keys(ENTRY).filter((key) => memberOf(value, key) !== undefined).length >= 2;

/** Returns whether a text is JSON itself: a value that was converted to JSON twice. */
export function isJsonText(text: string): boolean {
  const inner = parsed(text);
  return (typeof inner === 'object' && inner !== null) || typeof inner === 'string';
}

export const JSON_INSIDE = 'JSON inside a string';
export const REMOVE_QUOTES = 'Remove the outer quotes, and the backslashes before the inner quotes.';

function stringIssue(text: string): ValidationIssue | undefined {
  if (isJsonText(text)) return issue(JSON_INSIDE, REMOVE_QUOTES);
  if (isTerraform(text))
    return issue('Terraform code', 'Use jsonencode, with the keys of SetLogDeliveryConfiguration.');
  // The whole of a YAML file is one text when the space after the colon is missing.
  return /^\s*[\w$]+:\S/.test(text)
    ? issue(formatValue(text), 'Write a space after the colon of each key.')
    : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function listIssue(list: readonly unknown[], content: string): ValidationIssue | undefined {
  if (list.some(isEntry))
    return issue('a list of entries', 'Put it in an object: {"LogConfigurations": [...]}.');
  return list.some(isParameter)
    ? issue('a list', `Remove the outer list. Each parameter contains ${content}.`)
    : outerIssue(list);
}

/** The AWS CLI fills the skeleton of a request with empty texts, also for members that exclude each other. */
const isSkeleton = (entries: unknown): boolean =>
  Array.isArray(entries) &&
  entries.some((entry) => {
    if (!isObject(entry)) return false;
    const arns = DESTINATION_KEYS.flatMap((key) => {
      const destination = entry[key];
      return isObject(destination) ? [destination[ARN_RULES[key].member]] : [];
    });
    return arns.length > 1 && arns.every((arn) => arn === '');
  });

const SKELETON = issue(
  'the skeleton of the AWS CLI',
  'Keep one destination in each entry, write its ARN, and write or remove "UserPoolId".',
);

const RESPONSE = 'the response of GetLogDeliveryConfiguration';

/** Kinds of outer objects, by a key or a type on the way to the parameter. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/aws_cognito_log_delivery_configuration/, 'a Terraform resource'],
  [/AWS::|\bProperties\b/, 'a CloudFormation resource'],
  [/^Parameters?\b.*\bValue$|^Value$/, 'a parameter with its name and type'],
  [/\bLog_?Delivery_?Configuration$/i, RESPONSE],
];

function outerIssue(value: object): ValidationIssue | undefined {
  const path = pathToParameter(value, MAX_LEVELS);
  if (path === undefined) return resourceIssue(value);
  const name = formatPath(path);
  const types = path.map((_, at) => typeAt(value, path.slice(0, at))).join(' ');
  const kind = KINDS.find(([pattern]) => pattern.test(name) || pattern.test(types))?.[1] ?? 'an outer object';
  return issue(
    kind,
    path.length === 1 && Object.keys(value).length === 1
      ? `Remove the outer ${formatValue(path[0])}.`
      : `Keep only the content of ${name.startsWith('"') ? name : `"${name}"`}.`,
  );
}

/** A response or a resource that does not contain LogConfigurations, for example because its content is computed. */
function resourceIssue(value: object): ValidationIssue | undefined {
  if (isObject(value) && isObject(memberOf(value, 'LogDeliveryConfiguration')))
    return issue(`${RESPONSE} without LogConfigurations`, 'Write {"LogConfigurations": [...]}.');
  const type = isObject(value) ? memberOf(value, 'Type') : undefined;
  const isOne = typeof type === 'string' && type.startsWith('AWS::');
  return isOne ? issue('a CloudFormation resource', 'Keep only the content of "Properties".') : undefined;
}

function typeAt(value: unknown, path: readonly (string | number)[]): string {
  const object = path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
  const type = isObject(object) ? memberOf(object, 'Type') : undefined;
  return typeof type === 'string' ? type : '';
}

const MAX_LEVELS = 8;

/** Returns the path to the first inner value that contains LogConfigurations, also as JSON in a string. */
function pathToParameter(value: unknown, levels: number): readonly (string | number)[] | undefined {
  if (isParameter(value) || (typeof value === 'string' && isParameter(parsed(value)))) return [];
  if (levels === 0 || typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const path = pathToParameter(inner, levels - 1);
    if (path) return [Array.isArray(value) ? Number(key) : key, ...path];
  }
  return undefined;
}
