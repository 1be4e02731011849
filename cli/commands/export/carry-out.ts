import { rm } from 'node:fs/promises';
import { withoutByteOrderMark } from '../../../lib/domain/parameter/text.ts';
import { CliError } from '../../errors/cli-error.ts';
import { describeError } from '../../errors/describe-error.ts';
import { readContent } from '../../files/file-content.ts';
import { describedFileError } from '../../files/file-error.ts';
import { replaceFile } from '../../files/new-file.ts';
import { writeOnlyFile } from '../../folder/write-file.ts';
import type { FileDecision } from './decide-file.ts';
import type { ExportedFile } from './render.ts';

const AGAIN = 'Run the export again.';

/** Writes or removes one file. Never throws for an error of the file system. */
export async function carryOut(decision: FileDecision, prune: boolean): Promise<ExportedFile> {
  const { kind, name, file, action, text = '', differences, reasons } = decision;
  const done = (result: ExportedFile['result']): ExportedFile => ({
    kind,
    name,
    file,
    result,
    differences,
    reasons,
  });
  try {
    switch (action) {
      case 'create':
        await writeOnlyFile(file, text, `Another process created the file. ${AGAIN}`);
        return done('created');
      case 'update':
        await checkUnchanged(decision);
        await replaceFile(file, text);
        return done('updated');
      case 'rename':
        await checkUnchanged(decision);
        await replaceFile(file, text);
        return done('renamed');
      case 'keep':
        return done('unchanged');
      case 'fail':
        return done('failed');
      case 'orphan':
        if (!prune) return done('orphaned');
        await checkUnchanged(decision);
        await removeFile(file);
        return done('removed');
    }
  } catch (error) {
    const { message, hint } = describeError(error);
    return { ...done('failed'), reasons: [message, hint] };
  }
}

/** Throws CliError if the file is not the one that the difference was shown for: an editor can write it during the question. */
async function checkUnchanged({ file, seen }: FileDecision): Promise<void> {
  const now = await readContent(file);
  if (now.kind === 'Text' && withoutByteOrderMark(now.text) === seen) return;
  throw new CliError('The file was changed after it was compared, and is left unchanged.', AGAIN);
}

const removeFile = (file: string): Promise<void> =>
  rm(file).catch(async (cause: unknown) => {
    throw await describedFileError(file, cause, '');
  });
