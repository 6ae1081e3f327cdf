import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Names by all of their parts: what a search looks for is the beginning of one. */
export class NameParts1764300000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION name_parts(name_key text) RETURNS TABLE (part text, place smallint, shared smallint)
      LANGUAGE sql IMMUTABLE ROWS 20 AS $$
        WITH parts AS (
          SELECT *, row_number() OVER (ORDER BY place, part) AS nth
          FROM (
            SELECT substr(name_key, at, 64) COLLATE "C" AS part, min(
              CASE WHEN at = 1 THEN 0 WHEN strpos(' -.''’(/', substr(name_key, at - 1, 1)) > 0 THEN 1 ELSE 2 END
            ) AS place
            FROM generate_series(1, greatest(length(name_key), 1)) at
            GROUP BY 1
          ) places
        ), beginnings AS (
          SELECT part, place, size, nth > min(nth) OVER (PARTITION BY left(part, size)) AS again
          FROM parts CROSS JOIN generate_series(0, length(part)) size
        )
        SELECT part, place::smallint, coalesce(max(size) FILTER (WHERE again), -1)::smallint
        FROM beginnings
        GROUP BY part, place
      $$;
      CREATE TABLE name_part (
        part text COLLATE "C" NOT NULL,
        identity_uuid uuid NOT NULL,
        place smallint NOT NULL,
        shared smallint NOT NULL,
        sort_key text COLLATE "C" NOT NULL
      )`);
    await queryRunner.query(`
      INSERT INTO name_part
      SELECT p.part, i.identity_uuid, p.place, p.shared, left(i.sort_key, 64)
      FROM identity i CROSS JOIN name_parts(i.name_key) p
      ORDER BY p.part, i.identity_uuid;
      ALTER TABLE name_part
        ADD CONSTRAINT name_part_pkey PRIMARY KEY (part, identity_uuid) INCLUDE (place, shared, sort_key);
      DROP INDEX identity_name_trigrams`);
    await this.keepParts(queryRunner);
  }

  /** Triggers, as no way of writing a name can forget them. The key leads to the rows of a name that goes. */
  private async keepParts(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION add_name_parts(identity_uuid uuid, name_key text, sort_key text) RETURNS void
      LANGUAGE sql AS $$
        INSERT INTO name_part
        SELECT p.part, add_name_parts.identity_uuid, p.place, p.shared, left(add_name_parts.sort_key, 64)
        FROM name_parts(add_name_parts.name_key) p
        ON CONFLICT ON CONSTRAINT name_part_pkey
        DO UPDATE SET (place, shared, sort_key) = (excluded.place, excluded.shared, excluded.sort_key)
      $$;
      CREATE FUNCTION remove_name_parts(identity_uuid uuid, name_key text) RETURNS void
      LANGUAGE sql AS $$
        DELETE FROM name_part n
        USING name_parts(remove_name_parts.name_key) p
        WHERE n.part = p.part AND n.identity_uuid = remove_name_parts.identity_uuid
      $$;
      CREATE FUNCTION name_came() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM add_name_parts(NEW.identity_uuid, NEW.name_key, NEW.sort_key);
        RETURN NULL;
      END $$;
      CREATE FUNCTION name_went() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM remove_name_parts(OLD.identity_uuid, OLD.name_key);
        RETURN NULL;
      END $$;
      CREATE FUNCTION name_turned() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM remove_name_parts(OLD.identity_uuid, OLD.name_key);
        PERFORM add_name_parts(NEW.identity_uuid, NEW.name_key, NEW.sort_key);
        RETURN NULL;
      END $$;
      CREATE TRIGGER name_came AFTER INSERT ON identity FOR EACH ROW EXECUTE FUNCTION name_came();
      CREATE TRIGGER name_went AFTER DELETE ON identity FOR EACH ROW EXECUTE FUNCTION name_went();
      CREATE TRIGGER name_turned AFTER UPDATE OF name_key, sort_key ON identity FOR EACH ROW
        WHEN ((OLD.name_key, OLD.sort_key) IS DISTINCT FROM (NEW.name_key, NEW.sort_key))
        EXECUTE FUNCTION name_turned()`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER name_came ON identity;
      DROP TRIGGER name_went ON identity;
      DROP TRIGGER name_turned ON identity;
      DROP FUNCTION name_came, name_went, name_turned, add_name_parts, remove_name_parts, name_parts;
      DROP TABLE name_part;
      CREATE INDEX identity_name_trigrams ON identity USING gin (name_key gin_trgm_ops)`);
  }
}
