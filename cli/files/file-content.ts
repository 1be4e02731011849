import { createReadStream } from 'node:fs';

/** The text of a file, or the reason why it is not readable. */
export type FileContent =
  | { readonly kind: 'Text'; readonly text: string }
  | {
      readonly kind: 'Unreadable';
      readonly problem: string;
      readonly hint: string;
      readonly cause?: unknown;
    };

/** A parameter contains at most 8 KB. The limit keeps the time to validate a file short. */
const MAX_BYTES = 1_000_000;

const HINT = 'Specify a JSON or YAML file in UTF-8 that contains one parameter, or - for standard input.';

/** Reads a file, or standard input for `-`, up to a limit. Never throws. */
export async function readContent(name: string): Promise<FileContent> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of name === '-' ? process.stdin : createReadStream(name)) {
      chunks.push(Buffer.from(chunk));
      bytes += chunk.length;
      if (bytes > MAX_BYTES) return unreadable('it is larger than 1 MB');
    }
  } catch (cause) {
    return unreadable(describe(cause), cause);
  }
  return decode(Buffer.concat(chunks));
}

/**
 * Decodes UTF-8. UTF-16 is an error with a hint: `clr` could decode it, but the AWS CLI and Terraform could not use a file
 * that `clr validate` accepts.
 */
function decode(content: Buffer): FileContent {
  const mark = content.subarray(0, 2).toString('hex');
  if (mark === 'fffe' || mark === 'feff')
    return {
      kind: 'Unreadable',
      problem: 'it is not UTF-8 text but UTF-16, as Windows PowerShell 5.1 writes it with >',
      hint: 'Write it again as UTF-8: clr get ID | Out-File -Encoding utf8 FILE',
    };
  if (content.includes(0)) return unreadable('it is not UTF-8 text: it contains null characters');
  try {
    // parameterFile removes one byte order mark, as the service does. The decoder must not remove another one.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
    return { kind: 'Text', text };
  } catch (cause) {
    return unreadable('it is not UTF-8 text', cause);
  }
}

const unreadable = (problem: string, cause?: unknown): FileContent => ({
  kind: 'Unreadable',
  problem,
  hint: HINT,
  cause,
});

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'you do not have permission to read it',
  EPERM: 'you do not have permission to read it',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its symbolic links are a loop',
};

function describe(cause: unknown): string {
  const code: unknown = cause instanceof Error ? Reflect.get(cause, 'code') : undefined;
  const known = typeof code === 'string' ? PROBLEMS[code] : undefined;
  if (known) return `${known} (${code})`;
  return cause instanceof Error ? cause.message : String(cause);
}
