import { schemaIssues } from '../../lib/domain/parameter/schema-issues.ts';
import { formatPath, formatValue, type ValidationIssue } from '../../lib/domain/validation-issue.ts';
import { CliError } from '../errors/cli-error.ts';
import { formatFileIssue, placedIssues } from '../files/check-file.ts';
import { readParameterFile } from '../files/parameter-file.ts';
import type { AccountTarget } from './account-target.ts';
import { TARGETS_KEYS, type TargetsFile, targetsSchema } from './schema.ts';

const HINT = 'docs/targets.md describes the file. It contains no secrets.';

/** Reads the targets of a file. Throws CliError with every error and its place. */
export async function readTargetsFile(name: string): Promise<readonly AccountTarget[]> {
  const file = await readParameterFile(name);
  const read = file.source.kind === 'Read' ? targetsSchema.safeParse(file.source.value) : undefined;
  const targets = read?.success ? read.data.targets.flatMap(targetsOf) : [];
  const issues = read?.success
    ? ruleIssues(read.data, targets)
    : schemaIssues(
        read?.error.issues ?? [],
        file.source.kind === 'Read' ? file.source.value : undefined,
        TARGETS_KEYS,
      );
  // An issue of the whole file has no path, which would be shown as that of a parameter.
  const placed = placedIssues(
    file,
    issues.map((one) => (one.path === '' ? { ...one, path: 'File' } : one)),
  );
  if (placed.length > 0) throw new CliError(placed.map(formatFileIssue).join('\n'), HINT);
  return targets.map(({ path: _, ...target }) => target);
}

/** A target with its place in the file. */
type PlacedTarget = AccountTarget & { readonly path: readonly (string | number)[] };

function targetsOf(entry: TargetsFile['targets'][number], at: number): readonly PlacedTarget[] {
  const { name, profile, roleArn, externalId, regions, stage } = entry;
  const base = name ?? (roleArn ? accountOf(roleArn) : (profile ?? ''));
  return regions.map((region, index) => ({
    name: base === '' ? region : regions.length === 1 ? base : `${base}/${region}`,
    region,
    ...(profile !== undefined && { profile }),
    ...(roleArn !== undefined && { roleArn }),
    ...(externalId !== undefined && { externalId }),
    ...(stage !== undefined && { stage }),
    path: ['targets', at, 'regions', index],
  }));
}

const accountOf = (roleArn: string): string => roleArn.split(':')[4] ?? '';

/** Checks what concerns several members: the source of credentials, and that each name and each account-Region is used once. */
function ruleIssues({ targets }: TargetsFile, all: readonly PlacedTarget[]): readonly ValidationIssue[] {
  const missing = targets.flatMap(({ profile, roleArn, externalId }, at) => [
    ...(profile === undefined && roleArn === undefined
      ? [issue(['targets', at], 'neither profile nor roleArn', 'profile, roleArn, or both')]
      : []),
    ...(externalId !== undefined && roleArn === undefined
      ? [
          issue(
            ['targets', at, 'externalId'],
            'an externalId without roleArn',
            'roleArn, the role that requires it',
          ),
        ]
      : []),
  ]);
  const names = repeated(all, ({ name }) => name).map(({ name, path }) =>
    issue(path, `the name ${formatValue(name)} a second time`, 'a name that no other target has'),
  );
  const regions = repeated(all, ({ profile, roleArn, region }) =>
    JSON.stringify([roleArn === undefined ? profile : accountOf(roleArn), region]),
  ).map(({ region, path }) =>
    issue(path, `the account of another target in ${region} again`, 'each account and Region once'),
  );
  return [...missing, ...(regions.length > 0 ? regions : names)];
}

const issue = (path: readonly (string | number)[], found: string, expected: string): ValidationIssue => ({
  path: formatPath(path),
  found,
  expected,
});

/** Returns the targets whose key an earlier one has. */
function repeated(
  targets: readonly PlacedTarget[],
  keyOf: (target: PlacedTarget) => string,
): readonly PlacedTarget[] {
  const seen = new Set<string>();
  return targets.filter((target) => {
    const key = keyOf(target);
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  });
}
