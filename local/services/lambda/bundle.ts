import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';

/**
 * Unpacks a function's zip into `folder`. Rejects at a name that is absolute or climbs out of the folder, which
 * yauzl looks after; links are written as plain files, so that nothing else leads out either.
 */
export async function unpack(artifact: string, folder: string): Promise<void> {
  const zip = await openPromise(artifact, { strictFileNames: true });
  try {
    for await (const entry of zip.eachEntry()) {
      const path = join(folder, entry.fileName);
      if (entry.fileName.endsWith('/')) {
        await mkdir(path, { recursive: true });
        continue;
      }
      await mkdir(dirname(path), { recursive: true });
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(path));
    }
  } finally {
    zip.close();
  }
}
