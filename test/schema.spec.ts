import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../ormconfig.js';
import { migrate } from '../src/database/migrate.js';
import { getTestApp, type TestApp } from './support/test-app.js';
import { onServer, urlOf } from './support/test-database.js';

describe('the schema', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp();
  });
  afterAll(() => test.close());

  it('is the same in the migrations and in the entities', async () => {
    const { upQueries } = await test.dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('goes back to nothing and up again', async () => {
    const tables = `SELECT count(*)::int AS count FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations'`;
    for (const _ of test.dataSource.migrations) {
      await test.dataSource.undoLastMigration({ transaction: 'each' });
    }
    expect(await test.dataSource.query(tables)).toEqual([{ count: 0 }]);
    await migrate(test.environment);
    expect(await test.dataSource.query(tables)).not.toEqual([{ count: 0 }]);
  });

  it('has functions of another release made anew at the start', async () => {
    const body = `SELECT prosrc FROM pg_proc WHERE proname = 'bind_together'`;
    const made = await test.dataSource.query<[{ prosrc: string }]>(body);
    const [{ definition }] = await test.dataSource.query<[{ definition: string }]>(
      `SELECT pg_get_functiondef('bind_together'::regproc) AS definition`,
    );
    await test.dataSource.query(definition.replace(made[0].prosrc, 'BEGIN END'));
    expect(await test.dataSource.query(body)).toEqual([{ prosrc: 'BEGIN END' }]);
    await migrate(test.environment);
    expect(await test.dataSource.query(body)).toEqual(made);
  });

  it('lets a role start that may make nothing, when all is made', async () => {
    const role = `${process.env.TEST_TEMPLATE}_app`;
    await test.dataSource.query(`
      CREATE ROLE ${role} LOGIN;
      GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}`);
    const url = new URL(test.environment.DATABASE_URL!);
    url.username = role;
    try {
      await migrate({ ...test.environment, DATABASE_URL: url.href });
    } finally {
      await test.dataSource.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }
  });

  it('is made once by two processes that start at once', async () => {
    const name = `${process.env.TEST_TEMPLATE}_twice`;
    await onServer(`CREATE DATABASE ${name}`);
    const environment = { ...test.environment, DATABASE_URL: urlOf(name) };
    const dataSource = new DataSource(dataSourceOptions(environment));
    try {
      await Promise.all([migrate(environment), migrate(environment)]);
      await dataSource.initialize();
      expect(await dataSource.query('SELECT count(*)::int AS count FROM migrations')).toEqual([
        { count: dataSource.migrations.length },
      ]);
    } finally {
      await dataSource.destroy();
      await onServer(`DROP DATABASE ${name} WITH (FORCE)`);
    }
  });
});
