import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';
import type { JsonObject } from './identity.entity.js';

/** A request that may be sent again: claimed while it runs, and what it was answered afterwards (src/idempotency). */
@Entity('idempotency_key')
@Index('idempotency_key_by_age', ['created_at'])
export class IdempotencyKey {
  /** The name of the API key: each has its own idempotency keys. */
  @PrimaryColumn({ type: 'text' })
  api_key: string;

  /** As it was sent: 1 to 255 visible ASCII characters. */
  @PrimaryColumn({ type: 'text', collation: 'C' })
  key: string;

  /** The attempt that has it. */
  @Column({ type: 'uuid' })
  claim: string;

  /** Of the process in which the attempt runs (src/database/presence.ts). */
  @Column({ type: 'integer', nullable: true })
  process: number | null;

  /** When it is free again, unless the attempt prolongs it or has been answered. */
  @Column({ type: 'timestamptz' })
  claimed_until: Date;

  @CreateDateColumn({ type: 'timestamptz' })
  created_at: Date;

  /** SHA-256 of method, path, query and body, in hex; null while the attempt runs, as are the answer's parts. */
  @Column({ type: 'text', nullable: true })
  fingerprint: string | null;

  @Column({ type: 'json', nullable: true })
  headers: JsonObject | null;

  @Column({ type: 'text', nullable: true })
  body: string | null;
}
