import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In which file somebody is most, kept with the counts: a search looked it up for each of its results. */
export class MainFile1764400000000 implements MigrationInterface {
  /** Nothing that a client has seen of anybody changes: the revisions stay. */
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE identity ADD main_file_uuid uuid;
      ALTER TABLE identity DISABLE TRIGGER identity_revised;
      UPDATE identity i
      SET main_file_uuid = a.file_uuid
      FROM (
        SELECT DISTINCT ON (identity_uuid) identity_uuid, file_uuid
        FROM appearance
        ORDER BY identity_uuid, face_count DESC, file_uuid DESC
      ) a
      WHERE a.identity_uuid = i.identity_uuid;
      ALTER TABLE identity ENABLE TRIGGER identity_revised`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE identity DROP main_file_uuid');
  }
}
