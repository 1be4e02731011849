import { type ReportView, report } from '../../../../html/report.ts';
import type { ServiceReport } from './service-report.ts';

/** Returns one page about several accounts and Regions. Each pool is named after its target and its ID. */
export function mergedPage(
  reports: readonly ServiceReport[],
  missing: readonly string[],
  scope: string,
): string {
  const [first] = reports;
  const named = <T>(
    of: (view: ReportView) => readonly T[],
    text: (target: string, one: T) => T,
  ): readonly T[] => reports.flatMap(({ target = '', view }) => of(view).map((one) => text(target, one)));
  const prefixed = (target: string, text: string): string => `${target}: ${text}`;
  return report({
    service: first?.view.service ?? 'cognito-log-reconciler',
    scope,
    // Destinations are shown with their account and Region.
    account: '',
    region: '',
    madeAt:
      reports
        .map(({ view }) => view.madeAt)
        .toSorted()
        .at(-1) ?? new Date().toISOString(),
    version: first?.view.version ?? '',
    isLive: reports.every(({ view }) => view.isLive),
    pools: named(
      ({ pools }) => pools,
      (target, pool) => ({ ...pool, id: `${target}/${pool.id}` }),
    ),
    missing: [...missing, ...named((view) => view.missing, prefixed)],
    notes: named((view) => view.notes, prefixed),
  });
}
