import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Worker } from 'node:worker_threads';

/** A file, and what it is to hold. */
export interface FileContent {
  path: string;
  content: string | Buffer;
}

/** To the thread: files to write, and the number of the order. */
export interface Order {
  id: number;
  files: FileContent[];
  flush: boolean;
}

/** From the thread: the order is done, or why it could not be. */
export interface Report {
  id: number;
  fault?: { message: string; code?: string };
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
   * Writes each file whole or not at all, and makes its folder. `flush`: it is forced to the disk; without, the caller
   * must be able to write it again. Rejects with the system's error where one can't be written; those before it are.
   */
  write(files: FileContent[], { flush = false } = {}): Promise<void> {
    return new Promise((resolve, reject) => {
      const id = ++this.count;
      this.writings.set(id, { resolve, reject });
      this.thread ??= this.start();
      this.thread.postMessage({ id, files, flush } satisfies Order);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.thread?.terminate();
  }

  private start(): Worker {
    const thread = new Worker(new URL('./file-writer.thread.js', import.meta.url));
    thread.on('message', ({ id, fault }: Report) => {
      const writing = this.writings.get(id);
      this.writings.delete(id);
      if (fault === undefined) writing?.resolve();
      else writing?.reject(Object.assign(new Error(fault.message), { code: fault.code }));
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
