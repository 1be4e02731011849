import { ARN_RULES } from '../destination-arn.ts';
import { DESTINATION_KEYS } from '../event-sources.ts';

/**
 * Returns the step that helps for a value that was copied from another tool: a reference that only that tool resolves, or a
 * list where Cognito has an object, and the reverse. `key` is the last part of the path, with the name that it should have.
 */
export function valueHint(key: PropertyKey | undefined, value: unknown): string | undefined {
  if (isReference(value))
    return `Write the ${/Arn$/.test(String(key)) ? 'ARN' : 'value'} itself. The service does not resolve references.`;
  if (key === 'LogConfigurations')
    return isObject(value) ? 'Put it in brackets: LogConfigurations is a list, not an object.' : undefined;
  const destination = DESTINATION_KEYS.find((one) => one === key);
  if (Array.isArray(value) && (destination || isStringKey(key)))
    return listHint(key, value, destination === undefined ? 'a string' : 'an object');
  return destination && typeof value === 'string' && value.startsWith('arn:')
    ? `Put it in an object: {"${ARN_RULES[destination].member}": "arn:..."}.`
    : undefined;
}

const STRING_KEYS: readonly PropertyKey[] = [
  ...['UserPoolId', 'EventSource', 'LogLevel', 'Mode', 'OnDelete'],
  ...DESTINATION_KEYS.map((key) => ARN_RULES[key].member),
];

/** An element of a list has an index as its key. */
const isStringKey = (key: PropertyKey | undefined): boolean =>
  key !== undefined && (typeof key === 'number' || STRING_KEYS.includes(key));

function listHint(key: PropertyKey | undefined, list: readonly unknown[], type: string): string | undefined {
  if (typeof key === 'number') return 'Remove the inner brackets: an entry is an object, not a list.';
  if (key === undefined) return undefined;
  // Terraform writes a block as a list of one object, and a block that is not set as an empty list.
  return list.length === 0
    ? `Remove this key, or write ${type}.`
    : `Remove the brackets: ${String(key)} is ${type}, not a list.`;
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A function of CloudFormation. */
export const isFunctionKey = (key: string): boolean => /^(?:Ref$|Fn::)/.test(key);

/** Terraform, CloudFormation, Serverless Framework, and a dynamic reference or a template in braces. */
const REFERENCE = /[$%]\{|\{\{|^(?:aws_\w+|data|each|local|module|var)\.\w/;

const isReference = (value: unknown): boolean =>
  typeof value === 'string'
    ? REFERENCE.test(value)
    : isObject(value) && Object.keys(value).some(isFunctionKey);
