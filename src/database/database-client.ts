import { Client, type ClientConfig } from 'pg';
import { connectionError } from '../common/errors/connection-error.js';

/**
 * The one kind of connection that the service makes. Losing it never ends the process: without a listener an `error`
 * event would, and there are moments without one. A pool takes its listener off when it hands a client over, and
 * TypeORM adds its own a microtask later; a server that shuts down closes connections at exactly such moments.
 *
 * Nothing is hidden by this: the running statement fails with the error, and so does every later one.
 */
export class DatabaseClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }

  override connect(): Promise<Client>;
  override connect(callback: (error: Error) => void): void;
  override connect(callback?: (error: Error) => void): Promise<Client> | void {
    if (callback) return super.connect((error: Error) => callback(connectionError(error)));
    return super.connect().catch((error: Error) => {
      throw connectionError(error);
    });
  }
}
