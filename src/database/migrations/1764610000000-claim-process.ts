import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which process has claimed an idempotency key: when it dies, the key is free. Null: a process of an earlier release. */
export class ClaimProcess1764610000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE idempotency_key ADD process integer');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE idempotency_key DROP process');
  }
}
