import type * as z from 'zod/mini';
import { formatPath, formatValue, type ValidationIssue } from '../validation-issue.ts';

/** zod's issues as faults: an unknown key is one fault each, and names the key that was probably meant. */
export const schemaIssues = (issues: readonly z.core.$ZodIssue[], raw: unknown): readonly ValidationIssue[] =>
  issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? unknownKeys(issue, raw) : one(issue, raw)));

function one(issue: z.core.$ZodIssue, raw: unknown): ValidationIssue {
  return {
    path: formatPath(issue.path),
    found: formatValue(valueAt(raw, issue.path)),
    expected: issue.message,
  };
}

function unknownKeys(issue: z.core.$ZodIssueUnrecognizedKeys, raw: unknown): readonly ValidationIssue[] {
  return issue.keys.map((key) => {
    const known = knownAt(issue.path);
    const meant = known.find((name) => name.toLowerCase() === key.toLowerCase());
    return {
      path: formatPath([...issue.path, key]),
      found: formatValue(valueAt(raw, [...issue.path, key])),
      expected: meant ? `no such key; "${meant}" was meant` : `no such key; known here: ${known.join(', ')}`,
    };
  });
}

/** The keys of each object in the schema, by where it stands. */
function knownAt(path: readonly PropertyKey[]): readonly string[] {
  if (path.length === 0) return ['UserPoolId', 'LogConfigurations', 'Mode', 'OnDelete'];
  switch (path.at(-1)) {
    case 'CloudWatchLogsConfiguration':
      return ['LogGroupArn'];
    case 'FirehoseConfiguration':
      return ['StreamArn'];
    case 'S3Configuration':
      return ['BucketArn'];
    default:
      return [
        'EventSource',
        'LogLevel',
        'CloudWatchLogsConfiguration',
        'FirehoseConfiguration',
        'S3Configuration',
      ];
  }
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? Object.getOwnPropertyDescriptor(value, key)?.value
        : undefined,
    raw,
  );
}
