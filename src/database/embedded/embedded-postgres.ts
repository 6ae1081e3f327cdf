import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { DatabaseClient } from '../database-client.js';
import { ensureCluster } from './cluster.js';
import { findHome, type Home } from './home.js';
import { knock } from './knock.js';
import { launch } from './launch.js';
import { makeSocketFolder } from './socket-folder.js';
import type { Supervised } from './supervised.js';

const PATIENCE = 60_000;
const POLL_INTERVAL = 50;
const LONGEST_PAUSE = 10_000;

/** Another process's server on the same folder, which is starting, stopping or, killed, has not quite gone yet. */
const RIVAL = /lock file ".*" (already exists|is empty)|is still in use/;

/** What is missing in @types/pg: whether a connection keeps node running. */
type Watcher = DatabaseClient & { ref(): void; unref(): void };

/** A PostgreSQL server of our own in a folder, started with the service and stopped with it. */
export class EmbeddedPostgres {
  private readonly logger = new Logger(EmbeddedPostgres.name);
  private readonly stopping = new AbortController();
  private server?: Supervised;
  private watcher?: Watcher;
  private recovery?: Promise<void>;
  private stopped?: Promise<void>;

  private constructor(private readonly home: Home) {}

  /** Resolves when a server of `folder` answers queries: one that runs already, else a new one. */
  static async start(folder: string): Promise<EmbeddedPostgres> {
    const home = await findHome(folder);
    await ensureCluster(home);
    const embedded = new EmbeddedPostgres(home);
    try {
      await embedded.ensureRunning();
      return embedded;
    } catch (error) {
      await embedded.stop();
      throw error;
    }
  }

  /** Stops the server if this process started it; resolves when it is gone. */
  stop(): Promise<void> {
    return (this.stopped ??= this.shutDown());
  }

  private async shutDown(): Promise<void> {
    this.stopping.abort();
    await this.recovery;
    this.watcher?.ref();
    await Promise.all([this.watcher?.end(), this.server?.stop()]);
  }

  /** Joins the server that runs or launches one, whoever's was there before, until one answers. */
  private async ensureRunning(): Promise<void> {
    const { folder, account, connection, log } = this.home;
    if (connection.host !== folder) await makeSocketFolder(connection.host, account);
    const deadline = Date.now() + PATIENCE;
    for (let attempts = 0; !this.stopping.signal.aborted; await this.pause(POLL_INTERVAL)) {
      const answer = await knock(connection);
      if (answer instanceof DatabaseClient) return this.watch(answer as Watcher);
      if (Date.now() > deadline) throw new Error(`PostgreSQL does not answer:\n${await log.ending()}`);
      if (answer === 'busy' || this.server?.running) continue;
      if (attempts++ > 0) await this.assertRival();
      this.server = await launch(this.home);
    }
  }

  /** A launch that failed is worth repeating only where another server was in its way. */
  private async assertRival(): Promise<void> {
    const ending = await this.home.log.ending();
    if (!RIVAL.test(ending)) throw new Error(`PostgreSQL does not start:\n${ending}`);
  }

  /** An idle client is the first to learn that the server has gone, be it ours or another process's. */
  private watch(client: Watcher): void {
    this.watcher = client;
    client.unref();
    client.once('end', () => {
      if (!this.stopping.signal.aborted) this.recovery = this.recover();
    });
  }

  private async recover(): Promise<void> {
    this.logger.warn('The embedded PostgreSQL has gone. Making sure that one runs.');
    let pause = POLL_INTERVAL;
    while (!this.stopping.signal.aborted) {
      await this.pause(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE);
      try {
        return await this.ensureRunning();
      } catch (error) {
        this.logger.error(error);
      }
    }
  }

  /** Waits, but not beyond stop(). */
  private async pause(milliseconds: number): Promise<void> {
    await delay(milliseconds, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
