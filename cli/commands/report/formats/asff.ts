import type { PoolView } from '../../../../html/pool-view.ts';
import { categoryOf } from '../../../../html/states.ts';
import { showInvisible } from '../../../../lib/domain/invisible.ts';
import { poolArn } from '../../../../lib/domain/user-pool-id.ts';
import { ARRIVAL_CHECK, CHECKS, type Check } from './checks.ts';
import { stateOf } from './pool-state.ts';
import { poolsIn, type ServiceReport } from './service-report.ts';
import { type CheckedStream, checkedStreams, STREAM_CHECK } from './stream-findings.ts';

/**
 * Returns the findings of all pools in the AWS Security Finding Format: one for each pool and check, and one for each stream that was checked. A finding that a pool passes
 * is archived, so that importing the findings again closes those that are fixed. A pool that could not be read has no findings: those
 * of an earlier import are unchanged. docs/findings.md describes the mapping.
 */
export const findings = (reports: readonly ServiceReport[]) => [
  ...poolsIn(reports).flatMap(({ report, pool }) => {
    if (categoryOf(pool) === 'unread') return [];
    return checksOf(report).flatMap((check) => {
      // Nothing is wrong with a pool that does not exist any more.
      const isFailed = categoryOf(pool) === 'missing' ? false : check.isFailed(pool);
      return isFailed === undefined ? [] : [poolFinding(report, pool, check, isFailed)];
    });
  }),
  ...reports.flatMap((report) => checkedStreams(report).map((stream) => streamFinding(report, stream))),
];

const checksOf = ({ view }: ServiceReport): readonly Check[] =>
  view.arrival === undefined ? CHECKS : [...CHECKS, ARRIVAL_CHECK];

/** The values of `Partition` that the format documents. */
const PARTITIONS: readonly string[] = ['aws', 'aws-cn', 'aws-us-gov'];
const MAX_TITLE = 256;
const TYPES = ['Software and Configuration Checks/AWS Security Best Practices'];

function poolFinding(report: ServiceReport, pool: PoolView, check: Check, isFailed: boolean) {
  const { partition, view } = report;
  const { account, region } = view;
  const since = check.id === 'Arrival' ? pool.arrival?.since : pool.recorded?.since;
  return finding(report, check, isFailed, {
    arn: poolArn({ partition, region, account }, pool.id),
    title: `User pool ${nameOf(pool)} ${check.title}`,
    since,
    details: { userPoolId: pool.id, state: stateOf(pool) },
  });
}

const streamFinding = (report: ServiceReport, { arn, since, isSilent }: CheckedStream) =>
  finding(report, STREAM_CHECK, isSilent, {
    arn,
    title: `Stream ${arn.slice(arn.indexOf('/') + 1)} ${STREAM_CHECK.title}`,
    since,
    details: { state: isSilent ? 'Silent' : 'Receiving' },
  });

/** The subject of a finding. */
interface Subject {
  readonly arn: string;
  readonly title: string;
  /** ISO 8601. */
  readonly since: string | undefined;
  readonly details: Readonly<Record<string, string>>;
}

function finding(
  { partition, view }: ServiceReport,
  check: Omit<Check, 'id' | 'isFailed'> & { readonly id: string },
  isFailed: boolean,
  { arn, title, since, details }: Subject,
) {
  const { account, region, madeAt } = view;
  const severity = { Label: isFailed ? check.severity : 'INFORMATIONAL' };
  return {
    SchemaVersion: '2018-10-08',
    Id: `${arn}/cognito-log-reconciler/${check.id}`,
    ProductArn: `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`,
    GeneratorId: `cognito-log-reconciler/${check.id}`,
    AwsAccountId: account,
    Region: region,
    Types: TYPES,
    CreatedAt: earlier(since, madeAt),
    UpdatedAt: madeAt,
    Severity: severity,
    FindingProviderFields: { Severity: severity, Types: TYPES },
    Title: cut(title, MAX_TITLE),
    Description: check.description,
    Remediation: { Recommendation: { Text: check.remediation } },
    ProductFields: { 'cognito-log-reconciler/check': check.id },
    Resources: [
      {
        Type: 'Other',
        Id: arn,
        ...(PARTITIONS.includes(partition) && { Partition: partition }),
        Region: region,
        Details: { Other: details },
      },
    ],
    Compliance: { Status: isFailed ? 'FAILED' : 'PASSED' },
    RecordState: isFailed ? 'ACTIVE' : 'ARCHIVED',
  };
}

const nameOf = ({ id, name }: PoolView): string => (name ? `${showInvisible(name)} (${id})` : id);

/** The clock of the service can be ahead of this report. */
const earlier = (since: string | undefined, madeAt: string): string =>
  since !== undefined && Date.parse(since) < Date.parse(madeAt) ? since : madeAt;

const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`;
