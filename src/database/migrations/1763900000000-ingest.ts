import type { MigrationInterface, QueryRunner } from 'typeorm';
import { nameKey, sortKey } from '../../catalogue/name-key.js';

/** What an archive brings beyond the demo: files of their own, embeddings, traces, provenance, speakers. */
export class Ingest1763900000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE face_detection
        ADD provenance text,
        ADD binding_confidence double precision;
      UPDATE face_detection SET provenance = 'manual' WHERE identity_uuid IS NOT NULL;
      ALTER TABLE face_detection
        ADD CONSTRAINT face_detection_provenance_known CHECK (provenance IN ('manual', 'auto')),
        ADD CONSTRAINT face_detection_bound_by_somebody CHECK (identity_uuid IS NULL OR provenance IS NOT NULL);
      CREATE INDEX face_detection_unbound ON face_detection (file_uuid, frame_number, face_id)
        WHERE identity_uuid IS NULL;
      ALTER TABLE chunk ADD speaker text, ADD text text;
      DROP INDEX appearance_by_file;
      CREATE INDEX appearance_by_file ON appearance (file_uuid, face_count, identity_uuid)`);
    // An embedding of 512 values is 2 KB: kept in its row, where PostgreSQL would move it out and try to compress it.
    await queryRunner.query(`
      CREATE TABLE embedding_model (
        model text CONSTRAINT embedding_model_pkey PRIMARY KEY,
        dimension integer NOT NULL
      );
      INSERT INTO embedding_model VALUES ('pipeline', 512);
      CREATE TABLE face_embedding (
        file_uuid uuid NOT NULL,
        face_id text COLLATE "C" NOT NULL,
        model text NOT NULL,
        dimension integer NOT NULL,
        vector bytea NOT NULL,
        CONSTRAINT face_embedding_pkey PRIMARY KEY (file_uuid, face_id),
        CONSTRAINT face_embedding_face FOREIGN KEY (file_uuid, face_id) REFERENCES face_detection ON DELETE CASCADE,
        CONSTRAINT face_embedding_complete CHECK (octet_length(vector) = 4 * dimension)
      ) WITH (toast_tuple_target = 8160);
      ALTER TABLE face_embedding ALTER vector SET STORAGE EXTERNAL`);
    await queryRunner.query(`
      CREATE TABLE trace (
        file_uuid uuid NOT NULL CONSTRAINT trace_file REFERENCES file,
        trace_id integer NOT NULL,
        face_count integer NOT NULL,
        confidence double precision NOT NULL,
        max_confidence double precision NOT NULL,
        start_frame integer NOT NULL,
        end_frame integer NOT NULL,
        start_time double precision NOT NULL,
        end_time double precision NOT NULL,
        CONSTRAINT trace_pkey PRIMARY KEY (file_uuid, trace_id)
      );
      INSERT INTO trace
      SELECT file_uuid, trace_id, count(*), round(avg(confidence)::numeric, 6), max(confidence),
        min(frame_number), max(frame_number), min("time"), max("time")
      FROM face_detection
      WHERE trace_id IS NOT NULL
      GROUP BY file_uuid, trace_id`);
    await this.widenFile(queryRunner);
  }

  private async widenFile(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE file
        ADD sort_key text COLLATE "C" NOT NULL DEFAULT '',
        ADD frame_count integer,
        ADD width integer,
        ADD height integer,
        ADD face_count integer NOT NULL DEFAULT 0,
        ADD trace_count integer NOT NULL DEFAULT 0,
        ADD chunk_count integer NOT NULL DEFAULT 0,
        ADD created_at timestamptz NOT NULL DEFAULT now(),
        ADD updated_at timestamptz,
        ADD CONSTRAINT file_fps_positive CHECK (fps > 0);
      UPDATE file f
      SET face_count = (SELECT count(*) FROM face_detection d WHERE d.file_uuid = f.file_uuid),
        trace_count = (SELECT count(*) FROM trace t WHERE t.file_uuid = f.file_uuid),
        chunk_count = (SELECT count(*) FROM chunk c WHERE c.file_uuid = f.file_uuid);
      ALTER TABLE file ALTER sort_key DROP DEFAULT;
      CREATE INDEX file_by_name ON file (sort_key, file_uuid)`);
    const files = (await queryRunner.query('SELECT file_uuid, name FROM file')) as {
      file_uuid: string;
      name: string;
    }[];
    for (const { file_uuid, name } of files) {
      const key = sortKey(nameKey(name));
      await queryRunner.query('UPDATE file SET sort_key = $2 WHERE file_uuid = $1', [file_uuid, key]);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE trace, face_embedding, embedding_model;
      ALTER TABLE file
        DROP CONSTRAINT file_fps_positive,
        DROP sort_key, DROP frame_count, DROP width, DROP height,
        DROP face_count, DROP trace_count, DROP chunk_count, DROP created_at, DROP updated_at;
      ALTER TABLE chunk DROP speaker, DROP text;
      DROP INDEX face_detection_unbound, appearance_by_file;
      CREATE INDEX appearance_by_file ON appearance (file_uuid);
      ALTER TABLE face_detection DROP provenance, DROP binding_confidence`);
  }
}
