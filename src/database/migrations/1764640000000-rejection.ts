import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * "Not this person" gets a table of its own: it survives the detection, and names the identity. Until now an unbind
 * left the detection `manual` without an owner, which kept every matcher away.
 */
export class Rejection1764640000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE rejection (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT rejection_pkey PRIMARY KEY,
        identity_uuid uuid CONSTRAINT rejection_identity REFERENCES identity ON DELETE CASCADE,
        file_uuid uuid NOT NULL CONSTRAINT rejection_file REFERENCES file ON DELETE CASCADE,
        frame_number integer NOT NULL,
        x double precision NOT NULL,
        y double precision NOT NULL,
        width double precision NOT NULL,
        height double precision NOT NULL
      );
      CREATE UNIQUE INDEX rejection_once
        ON rejection (identity_uuid, file_uuid, frame_number, x, y, width, height);
      CREATE INDEX rejection_by_frame ON rejection (file_uuid, frame_number)`);
    await queryRunner.query(REJECT_LAST_OWNERS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      UPDATE face_detection d SET provenance = 'manual'
      FROM rejection r
      WHERE d.identity_uuid IS NULL
        AND (d.file_uuid, d.frame_number) = (r.file_uuid, r.frame_number)
        AND (d.x, d.y, d.width, d.height) = (r.x, r.y, r.width, r.height);
      DROP TABLE rejection`);
  }
}

/**
 * Detections that a person has unbound become rejections of the owner that the history names last. Where it names
 * none, or one who was deleted since, the detection stays as it is and keeps every matcher away.
 */
const REJECT_LAST_OWNERS = `
  WITH nobodys AS MATERIALIZED (
    SELECT file_uuid, face_id, frame_number, x, y, width, height
    FROM face_detection
    WHERE provenance = 'manual' AND identity_uuid IS NULL
  ), last_owner AS MATERIALIZED (
    SELECT DISTINCT ON (c.file_uuid, f.face_id) c.file_uuid, f.face_id COLLATE "C" AS face_id, b.identity_uuid
    FROM change c
    CROSS JOIN json_to_recordset(c.bindings) AS b (identity_uuid uuid, face_ids text[])
    CROSS JOIN unnest(b.face_ids) AS f (face_id)
    WHERE c.kind IN ('faces_unbound', 'faces_ingested')
      AND c.file_uuid IN (SELECT file_uuid FROM nobodys)
      AND b.identity_uuid IS NOT NULL
    ORDER BY c.file_uuid, f.face_id, c.id DESC
  ), rejected AS (
    SELECT n.*, o.identity_uuid
    FROM nobodys n JOIN last_owner o USING (file_uuid, face_id) JOIN identity USING (identity_uuid)
  ), recorded AS (
    INSERT INTO rejection (identity_uuid, file_uuid, frame_number, x, y, width, height)
    SELECT identity_uuid, file_uuid, frame_number, x, y, width, height FROM rejected
    ON CONFLICT DO NOTHING
  )
  UPDATE face_detection d SET provenance = NULL
  FROM rejected r
  WHERE (d.file_uuid, d.face_id) = (r.file_uuid, r.face_id)`;
