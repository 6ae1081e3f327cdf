import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys beside the root key, and browsers that have logged in. */
export class Access1764100000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE api_key (
        prefix text COLLATE "C" CONSTRAINT api_key_pkey PRIMARY KEY,
        name text COLLATE "C" NOT NULL,
        digest bytea NOT NULL,
        scopes text[] NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz,
        last_used_at timestamptz,
        replaced_at timestamptz,
        revoked_at timestamptz,
        CONSTRAINT api_key_scopes_known CHECK (scopes <@ '{identity:read,identity:write,ingest,admin}'),
        CONSTRAINT api_key_has_scopes CHECK (cardinality(scopes) > 0)
      );
      CREATE UNIQUE INDEX api_key_current_name ON api_key (name) WHERE replaced_at IS NULL AND revoked_at IS NULL;
      CREATE INDEX api_key_by_name ON api_key (name, created_at, prefix)`);
    await queryRunner.query(`
      CREATE TABLE session (
        digest bytea CONSTRAINT session_pkey PRIMARY KEY,
        key_prefix text COLLATE "C" CONSTRAINT session_key REFERENCES api_key ON DELETE CASCADE,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX session_by_key ON session (key_prefix);
      CREATE INDEX session_by_expiry ON session (expires_at)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE session, api_key');
  }
}
