import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is kept so that reading costs what is answered: who is on screen during which chunks, and how many rows lists have. */
export class Speed1764000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX chunk_by_start;
      CREATE INDEX chunk_by_start ON chunk (file_uuid, start_frame, id) INCLUDE (end_frame)`);
    await queryRunner.query(`
      ALTER TABLE appearance ADD chunk_count integer NOT NULL DEFAULT 0;
      ALTER TABLE identity ADD chunk_count integer NOT NULL DEFAULT 0;
      CREATE TABLE appearance_chunk (
        identity_uuid uuid NOT NULL,
        file_uuid uuid NOT NULL,
        start_frame integer NOT NULL,
        id integer NOT NULL
      );
      INSERT INTO appearance_chunk
      SELECT a.identity_uuid, a.file_uuid, c.start_frame, c.id
      FROM appearance a
      JOIN chunk c ON c.file_uuid = a.file_uuid AND c.start_frame <= a.end_frame AND c.end_frame >= a.start_frame
      WHERE EXISTS (
        SELECT FROM face_detection d
        WHERE d.identity_uuid = a.identity_uuid AND d.file_uuid = a.file_uuid
          AND d.frame_number BETWEEN c.start_frame AND c.end_frame
      );
      ALTER TABLE appearance_chunk
        ADD CONSTRAINT appearance_chunk_pkey PRIMARY KEY (identity_uuid, file_uuid, start_frame, id),
        ADD CONSTRAINT appearance_chunk_appearance
          FOREIGN KEY (identity_uuid, file_uuid) REFERENCES appearance ON DELETE CASCADE;
      UPDATE appearance a
      SET chunk_count = n.chunk_count
      FROM (
        SELECT identity_uuid, file_uuid, count(*) AS chunk_count FROM appearance_chunk GROUP BY identity_uuid, file_uuid
      ) n
      WHERE (n.identity_uuid, n.file_uuid) = (a.identity_uuid, a.file_uuid);
      UPDATE identity i
      SET chunk_count = n.chunk_count
      FROM (SELECT identity_uuid, sum(chunk_count) AS chunk_count FROM appearance GROUP BY identity_uuid) n
      WHERE n.identity_uuid = i.identity_uuid`);
    await this.tallyIdentities(queryRunner);
    await this.tallyFiles(queryRunner);
  }

  /**
   * Counting a table costs what it holds. So its rows are tallied by whoever writes them, in triggers, which no
   * way of writing can forget. Each connection has a row of its own (nearly: 32), so that two that add at the same
   * time don't wait for each other; the sum over all is exact.
   */
  private async tallyIdentities(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE identity_tally (
        status text NOT NULL,
        source text NOT NULL,
        identity_type text,
        shard integer NOT NULL,
        count bigint NOT NULL,
        CONSTRAINT identity_tally_key UNIQUE NULLS NOT DISTINCT (status, source, identity_type, shard)
      );
      INSERT INTO identity_tally
      SELECT status, source, identity_type, 0, count(*) FROM identity GROUP BY 1, 2, 3;
      CREATE FUNCTION tally_identities(status text, source text, identity_type text, added bigint) RETURNS void
      LANGUAGE sql AS $$
        INSERT INTO identity_tally AS y VALUES (status, source, identity_type, pg_backend_pid() % 32, added)
        ON CONFLICT ON CONSTRAINT identity_tally_key DO UPDATE SET count = y.count + excluded.count
      $$;
      CREATE FUNCTION identity_came() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM tally_identities(status, source, identity_type, count(*)) FROM came
        GROUP BY status, source, identity_type;
        RETURN NULL;
      END $$;
      CREATE FUNCTION identity_went() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM tally_identities(status, source, identity_type, -count(*)) FROM went
        GROUP BY status, source, identity_type;
        RETURN NULL;
      END $$;
      CREATE FUNCTION identity_turned() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM tally_identities(OLD.status, OLD.source, OLD.identity_type, -1);
        PERFORM tally_identities(NEW.status, NEW.source, NEW.identity_type, 1);
        RETURN NULL;
      END $$;
      CREATE TRIGGER identity_came AFTER INSERT ON identity
        REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION identity_came();
      CREATE TRIGGER identity_went AFTER DELETE ON identity
        REFERENCING OLD TABLE AS went FOR EACH STATEMENT EXECUTE FUNCTION identity_went();
      CREATE TRIGGER identity_turned AFTER UPDATE OF status, source, identity_type ON identity FOR EACH ROW
        WHEN ((OLD.status, OLD.source, OLD.identity_type) IS DISTINCT FROM (NEW.status, NEW.source, NEW.identity_type))
        EXECUTE FUNCTION identity_turned()`);
  }

  private async tallyFiles(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE file_tally (
        shard integer CONSTRAINT file_tally_pkey PRIMARY KEY,
        count bigint NOT NULL
      );
      INSERT INTO file_tally SELECT 0, count(*) FROM file;
      CREATE FUNCTION tally_files(added bigint) RETURNS void LANGUAGE sql AS $$
        INSERT INTO file_tally AS y VALUES (pg_backend_pid() % 32, added)
        ON CONFLICT (shard) DO UPDATE SET count = y.count + excluded.count
      $$;
      CREATE FUNCTION file_came() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM tally_files(count(*)) FROM came HAVING count(*) > 0;
        RETURN NULL;
      END $$;
      CREATE FUNCTION file_went() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM tally_files(-count(*)) FROM went HAVING count(*) > 0;
        RETURN NULL;
      END $$;
      CREATE TRIGGER file_came AFTER INSERT ON file
        REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION file_came();
      CREATE TRIGGER file_went AFTER DELETE ON file
        REFERENCING OLD TABLE AS went FOR EACH STATEMENT EXECUTE FUNCTION file_went()`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER identity_came ON identity;
      DROP TRIGGER identity_went ON identity;
      DROP TRIGGER identity_turned ON identity;
      DROP TRIGGER file_came ON file;
      DROP TRIGGER file_went ON file;
      DROP FUNCTION identity_came, identity_went, identity_turned, tally_identities, file_came, file_went, tally_files;
      DROP TABLE identity_tally, file_tally, appearance_chunk;
      ALTER TABLE identity DROP chunk_count;
      ALTER TABLE appearance DROP chunk_count;
      DROP INDEX chunk_by_start;
      CREATE INDEX chunk_by_start ON chunk (file_uuid, start_frame, id)`);
  }
}
