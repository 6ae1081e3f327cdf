import { Client } from 'pg';

const NAME = `momentry_load_${process.pid}`;

/** A copy of an archive's database, which the load may change. */
export class Database {
  /** `archive`: the URL of the database to copy; nobody may be connected to it meanwhile. */
  static async copy(archive) {
    const { pathname } = new URL(archive);
    const server = Object.assign(new URL(archive), { pathname: '/postgres' }).href;
    await run(server, `CREATE DATABASE ${NAME} TEMPLATE ${pathname.slice(1)}`);
    return new Database(server, Object.assign(new URL(archive), { pathname: `/${NAME}` }).href);
  }

  constructor(server, url) {
    Object.assign(this, { server, url });
  }

  /** The rows of a statement. */
  async rows(text, values) {
    const client = new Client(this.url);
    await client.connect();
    return (await client.query(text, values).finally(() => client.end())).rows;
  }

  async version() {
    const [{ version }] = await this.rows(`SELECT split_part(version(), ' ', 2) AS version`);
    return `PostgreSQL ${version}`;
  }

  async remove() {
    await run(this.server, `DROP DATABASE ${NAME} WITH (FORCE)`);
  }
}

async function run(url, statement) {
  const client = new Client(url);
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
