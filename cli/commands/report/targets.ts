import type { AccountTarget } from '../../targets/account-target.ts';
import { readTargets } from '../../targets/read-targets.ts';
import { countText, jsonTarget, readOnly, targetText } from '../../targets/target-lines.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { mergedPage } from './formats/merged-page.ts';
import { reportMembers } from './formats/report-json.ts';
import { readReport } from './read-report.ts';
import type { ReadReports } from './read-reports.ts';

/** Reads the reports of several accounts and Regions. A target that fails makes the report incomplete. */
export async function readTargetReports(
  terminal: Terminal,
  targets: readonly AccountTarget[],
  isLive: boolean,
): Promise<ReadReports> {
  const reads = await readTargets(terminal, targets, (quiet, service) => readReport(quiet, service, isLive));
  const reports = readOnly(reads).map(({ target, value }) => ({ ...value, target: target.name }));
  const failed = reads.flatMap((read) =>
    read.kind === 'Failed' ? [`${targetText(read)} was not read: ${read.error.message}`] : [],
  );
  const members = new Map(reports.map((one) => [one.target, reportMembers(one)]));
  return {
    reports,
    scope: { account: undefined, region: undefined },
    members: {
      targets: reads.map((read) => ({ ...jsonTarget(read), ...members.get(read.target.name) })),
    },
    failed,
    page: () => mergedPage(reports, failed, countText(reads)),
  };
}
