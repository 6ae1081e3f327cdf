import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Worker } from 'node:worker_threads';

/** A file, and what it is to hold. */
export interface FileText {
  path: string;
  text: string;
}

/** To the thread: files to write, and the number of the writing. */
interface Order {
  id: number;
  files: FileText[];
}

/** From it: that they are written, or why one could not be. */
interface Report {
  id: number;
  fault?: string;
}

interface Writing {
  resolve: () => void;
  reject: (error: Error) => void;
}

/**
 * Writes files in a thread of its own, one after the other. They are written with every bind: in node's thread pool,
 * which is asked for every step of each file, that took twice as much of the processor as the writing itself.
 */
@Injectable()
export class FileWriter implements OnApplicationShutdown {
  private thread: Worker | undefined;
  private readonly writings = new Map<number, Writing>();
  private count = 0;

  /**
   * Writes each file beside the one that is there, and gives it its name; makes its folder. Not forced to the disk: who
   * writes must be able to do it again. Rejects where one can't be written; those before it are.
   */
  write(files: FileText[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const id = ++this.count;
      this.writings.set(id, { resolve, reject });
      this.thread ??= this.start();
      this.thread.postMessage({ id, files } satisfies Order);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.thread?.terminate();
  }

  /** The text of a function is its program: its file would be there only where the sources are compiled. */
  private start(): Worker {
    const thread = new Worker(`(${writeAll.toString()})()`, { eval: true });
    thread.on('message', ({ id, fault }: Report) => {
      const writing = this.writings.get(id);
      this.writings.delete(id);
      if (fault === undefined) writing?.resolve();
      else writing?.reject(new Error(fault));
    });
    thread.on('error', (error) => this.lose(thread, error));
    thread.on('exit', () => this.lose(thread, new Error('The thread that writes files has ended.')));
    // Whoever waits for it has a connection to the database, too.
    thread.unref();
    return thread;
  }

  /** What the thread was doing is not done; the next writing starts another one. An error is followed by an end. */
  private lose(thread: Worker, error: Error): void {
    if (this.thread !== thread) return;
    this.thread = undefined;
    for (const { reject } of this.writings.values()) reject(error);
    this.writings.clear();
  }
}

/** The thread. It knows nothing but what it imports itself. */
async function writeAll(): Promise<void> {
  const { mkdirSync, renameSync, writeFileSync } = await import('node:fs');
  const paths = await import('node:path');
  const { parentPort } = await import('node:worker_threads');
  const write = ({ path, text }: FileText): void => {
    try {
      writeFileSync(path, text);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      mkdirSync(paths.dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  };
  parentPort!.on('message', ({ id, files }: Order) => {
    try {
      for (const { path, text } of files) {
        const beside = `${path}.${process.pid}`;
        write({ path: beside, text });
        renameSync(beside, path);
      }
      parentPort!.postMessage({ id } satisfies Report);
    } catch (error) {
      parentPort!.postMessage({ id, fault: (error as Error).message } satisfies Report);
    }
  });
}
