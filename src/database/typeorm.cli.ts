import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { readEnvironment } from '../config/environment.js';
import { EmbeddedPostgres } from './embedded/embedded-postgres.js';
import { embeddedFolder } from './embedded/socket.js';

/** Runs TypeORM's command line on the service's own connection, with the embedded server up where it is used. */
const environment = readEnvironment(process.env);
const database = environment.DATABASE_URL
  ? undefined
  : await EmbeddedPostgres.start(embeddedFolder(environment));
const cli = createRequire(import.meta.url).resolve('typeorm/cli.js');
const [command, ...rest] = process.argv.slice(2);
const given = [cli, command!, '-d', 'dist/ormconfig.js', ...rest];
const { status } = spawnSync(process.execPath, given, { stdio: 'inherit' });
await database?.stop();
process.exitCode = status ?? 1;
