import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { formatFileIssue } from '../../files/check-file.ts';
import { makeFolder } from '../../files/new-folder.ts';
import { compareFolder } from '../../folder/compare.ts';
import { readFolder } from '../../folder/read-folder.ts';
import { readStored } from '../../folder/read-stored.ts';
import { declined } from '../../parameters/write-messages.ts';
import { mapPools } from '../../pools/map-pools.ts';
import { currentPoolNames } from '../../pools/pool-names.ts';
import { openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { confirm } from '../../terminal/confirm.ts';
import { poolsJsonText } from '../../terminal/json.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { carryOut } from './carry-out.ts';
import { decideFile } from './decide-file.ts';
import { changeLines, exportText, overwriteQuestion } from './render.ts';

export interface ExportOptions extends ServiceOptions {
  readonly output: OutputFormat;
  readonly yes: boolean;
  /** Remove the files of parameters that do not exist. */
  readonly prune: boolean;
}

const MAX_CONCURRENT_WRITES = 5;

/**
 * Runs `clr export`: writes the parameters of all pools and policies to a folder. Shows the files that it would overwrite or remove,
 * and asks first.
 */
export async function runExport(
  terminal: Terminal,
  folder: string,
  options: ExportOptions,
): Promise<ExitCode> {
  const service = await openService(options);
  const { settings } = service;
  const content = await readFolder(folder, settings, 'new');
  const stored = await readStored(terminal, service);
  if (terminal.interrupted.aborted) {
    terminal.info('Interrupted. No file is written, because not all parameters were read.');
    return EXIT.interrupted;
  }
  const changes = compareFolder(content, stored, settings);
  const names = await currentPoolNames(service);
  const existingFiles = new Map(content.files.map((file) => [file.file, file]));
  const decisions = changes.map((change) => {
    const existing = change.file === undefined ? undefined : existingFiles.get(change.file);
    const poolName = change.kind === 'Pool' ? names.get(change.name) : undefined;
    return decideFile(folder, change, existing, poolName, settings);
  });
  const lossy = decisions.filter(
    ({ action }) => action === 'update' || (action === 'orphan' && options.prune),
  );
  for (const line of changeLines(lossy, terminal)) terminal.info(line);
  if (lossy.length > 0 && !(await confirm(terminal, overwriteQuestion(lossy), options.yes)))
    return declined(terminal);
  await makeFolder(folder);
  const files = await mapPools(
    { terminal, label: 'Writing files', concurrency: MAX_CONCURRENT_WRITES },
    decisions,
    (decision) => carryOut(decision, options.prune),
  );
  if (terminal.interrupted.aborted)
    terminal.info(`Interrupted: ${files.length} of ${decisions.length} files are done.`);
  const { misnamedPolicies } = stored;
  if (options.output === 'json')
    terminal.print(
      poolsJsonText('Export', settings, terminal, {
        folder,
        files,
        issues: content.issues,
        notRead: content.notRead,
        misnamedPolicies,
      }),
      'data',
    );
  else terminal.print(exportText(folder, files, misnamedPolicies));
  for (const issue of [...content.issues, ...content.notRead])
    terminal.info(`Warning: ${formatFileIssue(issue)}`);
  return content.issues.length > 0 || files.some(({ result }) => result === 'failed')
    ? EXIT.somePoolsFailed
    : EXIT.success;
}
