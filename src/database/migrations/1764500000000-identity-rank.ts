import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * By number of detections identities are listed from a table of their own: a bind, which changes the number, then leaves
 * the eight other indexes of `identity` alone. For that a new version of a row must fit into the page of the old one.
 */
export class IdentityRank1764500000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE identity_rank (
        face_count integer NOT NULL,
        identity_uuid uuid NOT NULL,
        status text NOT NULL,
        source text NOT NULL,
        identity_type text
      );
      INSERT INTO identity_rank
      SELECT face_count, identity_uuid, status, source, identity_type FROM identity ORDER BY 1, 2;
      ALTER TABLE identity_rank ADD CONSTRAINT identity_rank_pkey
        PRIMARY KEY (face_count, identity_uuid) INCLUDE (status, source, identity_type);
      DROP INDEX identity_by_face_count;
      ALTER TABLE identity SET (fillfactor = 80);
      CREATE FUNCTION rank_came() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO identity_rank
        VALUES (NEW.face_count, NEW.identity_uuid, NEW.status, NEW.source, NEW.identity_type);
        RETURN NULL;
      END $$;
      CREATE FUNCTION rank_went() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        DELETE FROM identity_rank WHERE (face_count, identity_uuid) = (OLD.face_count, OLD.identity_uuid);
        RETURN NULL;
      END $$;
      CREATE FUNCTION rank_turned() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE identity_rank
        SET (face_count, status, source, identity_type) =
          ROW (NEW.face_count, NEW.status, NEW.source, NEW.identity_type)
        WHERE (face_count, identity_uuid) = (OLD.face_count, OLD.identity_uuid);
        RETURN NULL;
      END $$;
      CREATE TRIGGER rank_came AFTER INSERT ON identity FOR EACH ROW EXECUTE FUNCTION rank_came();
      CREATE TRIGGER rank_went AFTER DELETE ON identity FOR EACH ROW EXECUTE FUNCTION rank_went();
      CREATE TRIGGER rank_turned AFTER UPDATE OF face_count, status, source, identity_type ON identity FOR EACH ROW
        WHEN ((OLD.face_count, OLD.status, OLD.source, OLD.identity_type)
          IS DISTINCT FROM (NEW.face_count, NEW.status, NEW.source, NEW.identity_type))
        EXECUTE FUNCTION rank_turned()`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER rank_came ON identity;
      DROP TRIGGER rank_went ON identity;
      DROP TRIGGER rank_turned ON identity;
      DROP FUNCTION rank_came, rank_went, rank_turned;
      DROP TABLE identity_rank;
      ALTER TABLE identity RESET (fillfactor);
      CREATE INDEX identity_by_face_count ON identity (face_count, identity_uuid)`);
  }
}
