import type * as z from 'zod/mini';
import { formatPath, formatValue, type ValidationIssue } from '../validation-issue.ts';

/** Converts zod's issues. Each unknown key is one issue; if only the case differs, it has a suggestion. */
export const schemaIssues = (issues: readonly z.core.$ZodIssue[], raw: unknown): readonly ValidationIssue[] =>
  issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? unknownKeys(issue, raw) : toIssue(issue, raw),
  );

function toIssue(issue: z.core.$ZodIssue, raw: unknown): ValidationIssue {
  return {
    path: formatPath(issue.path),
    found: formatValue(valueAt(raw, issue.path)),
    expected: issue.message,
  };
}

function unknownKeys(issue: z.core.$ZodIssueUnrecognizedKeys, raw: unknown): readonly ValidationIssue[] {
  return issue.keys.map((key) => {
    const known = knownKeys(issue.path);
    const suggestion = known.find((name) => name.toLowerCase() === key.toLowerCase());
    return {
      path: formatPath([...issue.path, key]),
      found: formatValue(valueAt(raw, [...issue.path, key])),
      expected: suggestion ? `"${suggestion}"` : `one of the keys ${known.join(', ')}`,
      message: suggestion
        ? `unknown key. Did you mean "${suggestion}"?`
        : `unknown key. Known keys: ${known.join(', ')}.`,
    };
  });
}

/** Returns the keys of the object at this path of the schema. */
function knownKeys(path: readonly PropertyKey[]): readonly string[] {
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
