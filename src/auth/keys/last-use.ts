import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

/** Milliseconds between two writings. */
const PAUSE = 60_000;

const WRITE = `
  UPDATE api_key k SET last_used_at = greatest(k.last_used_at, to_timestamp(u.used / 1000))
  FROM unnest($1::text[], $2::double precision[]) u(prefix, used)
  WHERE k.prefix = u.prefix`;

/** Writes down when keys were used last: beside the requests, all keys in one statement, once a minute at the most. */
@Injectable()
export class LastUse implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Keys');
  private readonly used = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private written = 0;

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  note(prefix: string): void {
    const now = Date.now();
    this.used.set(prefix, now);
    this.timer ??= setTimeout(() => void this.write(), Math.max(0, this.written + PAUSE - now)).unref();
  }

  /** While the database is still there. */
  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    if (this.used.size > 0) await this.write();
  }

  /** What can't be written now is kept for the next time. */
  private async write(): Promise<void> {
    const used = [...this.used];
    this.written = Date.now();
    try {
      await this.dataSource.query(WRITE, [used.map(([prefix]) => prefix), used.map(([, time]) => time)]);
      for (const [prefix, time] of used) if (this.used.get(prefix) === time) this.used.delete(prefix);
    } catch (error) {
      this.logger.warn(`When keys were used last could not be written: ${(error as Error).message}`);
    }
    this.timer = undefined;
  }
}
