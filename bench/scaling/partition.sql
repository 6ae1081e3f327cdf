-- Makes face_detection and face_embedding tables of 16 partitions by file, while the service reads and writes them
-- (docs/scaling.md). psql -q -v ON_ERROR_STOP=1 -f bench/scaling/partition.sql DATABASE_URL, on a copy first.
SET lock_timeout = '2s';

-- 1. The twins, with the indexes and keys of the originals: under other names until they take their places.
CREATE TABLE face_detection_twin (LIKE face_detection INCLUDING DEFAULTS INCLUDING CONSTRAINTS)
  PARTITION BY HASH (file_uuid);
CREATE TABLE face_embedding_twin (LIKE face_embedding INCLUDING STORAGE INCLUDING CONSTRAINTS)
  PARTITION BY HASH (file_uuid);
-- Where a partition is stored, and how, is said of it alone: an embedding is to stay in its row.
SELECT
  format('CREATE TABLE face_detection_%s PARTITION OF face_detection_twin
    FOR VALUES WITH (MODULUS 16, REMAINDER %s)', n, n),
  format('CREATE TABLE face_embedding_%s PARTITION OF face_embedding_twin
    FOR VALUES WITH (MODULUS 16, REMAINDER %s) WITH (toast_tuple_target = 8160)', n, n)
FROM generate_series(0, 15) n \gexec
ALTER TABLE face_detection_twin
  ADD CONSTRAINT face_detection_twin_pkey PRIMARY KEY (file_uuid, face_id),
  ADD CONSTRAINT face_detection_file FOREIGN KEY (file_uuid) REFERENCES file,
  ADD CONSTRAINT face_detection_identity FOREIGN KEY (identity_uuid) REFERENCES identity;
CREATE INDEX face_detection_twin_by_identity
  ON face_detection_twin (identity_uuid, file_uuid, frame_number, face_id) WHERE identity_uuid IS NOT NULL;
CREATE INDEX face_detection_twin_by_trace ON face_detection_twin (file_uuid, trace_id);
CREATE INDEX face_detection_twin_by_frame ON face_detection_twin (file_uuid, frame_number, face_id);
CREATE INDEX face_detection_twin_unbound
  ON face_detection_twin (file_uuid, frame_number, face_id) WHERE identity_uuid IS NULL;
-- Here, where there are no rows yet: added later NOT VALID and validated then, PostgreSQL 15 leaves the parts of a key
-- that refers to partitions not valid for ever.
ALTER TABLE face_embedding_twin
  ADD CONSTRAINT face_embedding_twin_pkey PRIMARY KEY (file_uuid, face_id),
  ADD CONSTRAINT face_embedding_face
    FOREIGN KEY (file_uuid, face_id) REFERENCES face_detection_twin ON DELETE CASCADE;

-- 2. What is written to a file that has been copied is written to the twins as well, in the same transaction.
CREATE TABLE moved_file (file_uuid uuid PRIMARY KEY);
CREATE FUNCTION mirror_detections() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO face_detection_twin SELECT c.* FROM came c JOIN moved_file USING (file_uuid)
  ON CONFLICT (file_uuid, face_id) DO UPDATE
  SET (frame_number, "time", confidence, trace_id, x, y, width, height, identity_uuid, provenance, binding_confidence) = (
    excluded.frame_number, excluded."time", excluded.confidence, excluded.trace_id, excluded.x, excluded.y,
    excluded.width, excluded.height, excluded.identity_uuid, excluded.provenance, excluded.binding_confidence
  );
  RETURN NULL;
END $$;
CREATE FUNCTION mirror_embeddings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO face_embedding_twin SELECT c.* FROM came c JOIN moved_file USING (file_uuid)
  ON CONFLICT (file_uuid, face_id) DO UPDATE
  SET (model, dimension, vector) = (excluded.model, excluded.dimension, excluded.vector);
  RETURN NULL;
END $$;
CREATE FUNCTION mirror_went() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(
    'DELETE FROM %I t USING went w WHERE (t.file_uuid, t.face_id) = (w.file_uuid, w.face_id)', TG_TABLE_NAME || '_twin');
  RETURN NULL;
END $$;
BEGIN;
CREATE TRIGGER mirror_came AFTER INSERT ON face_detection REFERENCING NEW TABLE AS came
  FOR EACH STATEMENT EXECUTE FUNCTION mirror_detections();
CREATE TRIGGER mirror_turned AFTER UPDATE ON face_detection REFERENCING NEW TABLE AS came
  FOR EACH STATEMENT EXECUTE FUNCTION mirror_detections();
CREATE TRIGGER mirror_went AFTER DELETE ON face_detection REFERENCING OLD TABLE AS went
  FOR EACH STATEMENT EXECUTE FUNCTION mirror_went();
CREATE TRIGGER mirror_came AFTER INSERT ON face_embedding REFERENCING NEW TABLE AS came
  FOR EACH STATEMENT EXECUTE FUNCTION mirror_embeddings();
CREATE TRIGGER mirror_turned AFTER UPDATE ON face_embedding REFERENCING NEW TABLE AS came
  FOR EACH STATEMENT EXECUTE FUNCTION mirror_embeddings();
CREATE TRIGGER mirror_went AFTER DELETE ON face_embedding REFERENCING OLD TABLE AS went
  FOR EACH STATEMENT EXECUTE FUNCTION mirror_went();
COMMIT;

-- 3. A file at a time, each in a transaction of its own that holds the file and whoever is in it, as whoever binds
-- does, or deletes somebody. It can be stopped and called again at any time.
CREATE PROCEDURE move_files() LANGUAGE plpgsql AS $$
DECLARE
  next uuid;
BEGIN
  FOR next IN SELECT file_uuid FROM file EXCEPT SELECT file_uuid FROM moved_file LOOP
    PERFORM FROM file WHERE file_uuid = next FOR NO KEY UPDATE;
    CONTINUE WHEN NOT FOUND;
    PERFORM FROM identity
    WHERE identity_uuid IN (SELECT identity_uuid FROM appearance WHERE file_uuid = next)
    ORDER BY identity_uuid
    FOR NO KEY UPDATE;
    INSERT INTO moved_file VALUES (next);
    INSERT INTO face_detection_twin SELECT * FROM face_detection WHERE file_uuid = next;
    INSERT INTO face_embedding_twin SELECT * FROM face_embedding WHERE file_uuid = next;
    COMMIT;
  END LOOP;
END $$;
SET lock_timeout = 0;
\timing on
CALL move_files();
-- Files that came meanwhile, but for those that come between here and the change of places.
CALL move_files();
VACUUM ANALYZE face_detection_twin, face_embedding_twin;

-- 4. They change places. A lock that isn't had within two seconds is given up, and this is tried again.
SET lock_timeout = '2s';
BEGIN;
-- No lock on file or identity with it: who reads a detection and then its file would wait for us, and we for him.
LOCK TABLE face_detection, face_embedding IN ACCESS EXCLUSIVE MODE;
INSERT INTO face_detection_twin
SELECT d.* FROM face_detection d WHERE file_uuid IN (SELECT file_uuid FROM file EXCEPT SELECT file_uuid FROM moved_file);
INSERT INTO face_embedding_twin
SELECT e.* FROM face_embedding e WHERE file_uuid IN (SELECT file_uuid FROM file EXCEPT SELECT file_uuid FROM moved_file);
\timing off
SELECT format('DROP TRIGGER %s ON %s', t, o) FROM unnest('{mirror_came,mirror_turned,mirror_went}'::text[]) t,
  unnest('{face_detection,face_embedding}'::text[]) o \gexec
ALTER TABLE face_detection RENAME TO face_detection_before;
ALTER TABLE face_detection_before RENAME CONSTRAINT face_detection_pkey TO face_detection_before_pkey;
ALTER TABLE face_detection_twin RENAME TO face_detection;
ALTER TABLE face_detection RENAME CONSTRAINT face_detection_twin_pkey TO face_detection_pkey;
SELECT format('ALTER INDEX face_detection_%s RENAME TO face_detection_before_%s', n, n),
  format('ALTER INDEX face_detection_twin_%s RENAME TO face_detection_%s', n, n)
FROM unnest('{by_identity,by_trace,by_frame,unbound}'::text[]) n \gexec
ALTER TABLE face_embedding RENAME TO face_embedding_before;
ALTER TABLE face_embedding_before RENAME CONSTRAINT face_embedding_pkey TO face_embedding_before_pkey;
ALTER TABLE face_embedding_twin RENAME TO face_embedding;
ALTER TABLE face_embedding RENAME CONSTRAINT face_embedding_twin_pkey TO face_embedding_pkey;
\timing on
COMMIT;
\timing off
-- They would keep files and identities from being deleted.
ALTER TABLE face_detection_before DROP CONSTRAINT face_detection_file;
ALTER TABLE face_detection_before DROP CONSTRAINT face_detection_identity;

-- 5. Before anybody writes again it can be compared; then DROP TABLE face_embedding_before, face_detection_before.
DROP PROCEDURE move_files;
DROP FUNCTION mirror_detections, mirror_embeddings, mirror_went;
DROP TABLE moved_file;
