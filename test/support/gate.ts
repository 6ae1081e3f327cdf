import type { Client } from 'pg';

/** Stops every transaction that inserts into a table, for as long as the gate has a row. */
export async function closeGate(client: Client, table: string): Promise<void> {
  await client.query(`
    CREATE TABLE gate AS SELECT true AS is_closed;
    CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      WHILE EXISTS (SELECT FROM gate) LOOP
        PERFORM pg_sleep(0.02);
      END LOOP;
      RETURN NULL;
    END $$;
    CREATE TRIGGER gate BEFORE INSERT ON ${table} EXECUTE FUNCTION wait_at_gate()`);
}

export async function openGate(client: Client): Promise<void> {
  await client.query('DELETE FROM gate');
}

/** Opens the gate, and takes it away when nothing waits at it any more. */
export async function removeGate(client: Client): Promise<void> {
  await openGate(client);
  await client.query('DROP FUNCTION wait_at_gate CASCADE; DROP TABLE gate');
}

/** SQL condition of pg_stat_activity: waits at the gate. */
export const AT_GATE = `wait_event = 'PgSleep' AND datname = current_database()`;
