import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which state of an identity is the current one, what changed it, and which answers may be asked for again. */
export class Changes1764200000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE identity ADD revision uuid NOT NULL DEFAULT gen_random_uuid();
      CREATE FUNCTION identity_revise() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.revision := gen_random_uuid();
        RETURN NEW;
      END $$;
      CREATE TRIGGER identity_revised BEFORE UPDATE ON identity FOR EACH ROW EXECUTE FUNCTION identity_revise()`);
    await queryRunner.query(`
      CREATE TABLE change (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT change_pkey PRIMARY KEY,
        changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        api_key text NOT NULL,
        request_id text,
        kind text NOT NULL,
        file_uuid uuid,
        before json,
        after json,
        bindings json
      );
      CREATE TABLE changed_identity (
        identity_uuid uuid NOT NULL,
        change_id bigint NOT NULL CONSTRAINT changed_identity_change REFERENCES change ON DELETE CASCADE,
        CONSTRAINT changed_identity_pkey PRIMARY KEY (identity_uuid, change_id)
      )`);
    await queryRunner.query(`
      CREATE TABLE idempotency_key (
        api_key text NOT NULL,
        key text COLLATE "C" NOT NULL,
        claim uuid NOT NULL,
        claimed_until timestamptz NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        fingerprint text,
        headers json,
        body text,
        CONSTRAINT idempotency_key_pkey PRIMARY KEY (api_key, key)
      );
      CREATE INDEX idempotency_key_by_age ON idempotency_key (created_at)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE idempotency_key, changed_identity, change;
      DROP TRIGGER identity_revised ON identity;
      DROP FUNCTION identity_revise;
      ALTER TABLE identity DROP revision`);
  }
}
