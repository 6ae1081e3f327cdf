import { dirname } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { requireFolder } from '../../storage/folders.js';
import { writeWhole } from '../../storage/write-whole.js';
import type { Order, Report } from './file-writer.js';

/** The thread of FileWriter: writes the files of each order, one after the other. */
parentPort!.on('message', ({ id, files, flush }: Order) => {
  try {
    for (const { path, content } of files) {
      requireFolder(dirname(path));
      writeWhole(path, content, { flush });
    }
    parentPort!.postMessage({ id } satisfies Report);
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    parentPort!.postMessage({ id, fault: { message, code } } satisfies Report);
  }
});
