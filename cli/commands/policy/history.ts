import { parsePolicy } from '../../../lib/domain/policy/parse.ts';
import type { Settings } from '../../../lib/domain/settings.ts';
import { formatIssue } from '../../../lib/domain/validation-issue.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { historyOf, type ParameterVersion } from '../../parameters/parameter-store.ts';
import { policyParameter } from '../../parameters/subject.ts';
import { noPolicyError } from '../../policies/no-policy.ts';
import { policyChanges } from '../../policies/policy-changes.ts';
import { checkPolicyName } from '../../policies/policy-file.ts';
import { openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { jsonText } from '../../terminal/json.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import type { HistoryEvent } from '../history/events.ts';
import { eventsText } from '../history/render.ts';

export interface PolicyHistoryOptions extends ServiceOptions {
  readonly output: OutputFormat;
}

/** Runs `clr policy history`: shows the versions of a policy that Parameter Store keeps, with their authors and differences. */
export async function runPolicyHistory(
  terminal: Terminal,
  name: string,
  { output, ...options }: PolicyHistoryOptions,
): Promise<ExitCode> {
  checkPolicyName(name);
  const service = await openService(options);
  const { settings } = service;
  const versions = await historyOf(service, policyParameter(settings, name).name);
  if (versions.length === 0) throw await noPolicyError(service, name);
  const events = policyHistory(versions, name, settings);
  if (output === 'json') terminal.print(jsonText('History', settings, { policy: name, events }), 'data');
  else terminal.print(eventsText(`policy "${name}"`, events, terminal));
  return EXIT.success;
}

/** Returns the versions of a policy as events, oldest first. A version that the service rejects has the reasons. */
export const policyHistory = (
  versions: readonly ParameterVersion[],
  name: string,
  settings: Settings,
): readonly HistoryEvent[] =>
  versions.map((version, at) => {
    const parsed = parsePolicy(version, name, settings);
    return {
      at: version.at,
      kind: 'desired',
      what: `policy version ${version.version}`,
      ...(version.by !== undefined && { by: version.by }),
      differences: policyChanges(versions[at - 1], version),
      reasons: parsed.kind === 'Invalid' ? parsed.issues.map(formatIssue) : [],
    };
  });
