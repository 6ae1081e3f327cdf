import { EmbeddedPostgres } from '../../src/database/embedded/embedded-postgres.js';

/** A process of its own with the database of the folder that it is given, until its parent lets go of it. */
try {
  const embedded = await EmbeddedPostgres.start(process.argv[2] ?? '');
  process.once('disconnect', () => void embedded.stop());
  process.send?.('ready');
} catch (error) {
  process.send?.(String(error));
  process.disconnect();
}
