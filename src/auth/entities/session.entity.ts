import { Column, CreateDateColumn, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { ApiKey } from './api-key.entity.js';

/** A browser that has logged in with a key. It never outlives the key. */
@Entity('session')
@Index('session_by_key', ['key_prefix'])
@Index('session_by_expiry', ['expires_at'])
export class Session {
  /** SHA-256 of the token in the cookie; for the root key an HMAC of it, which another root key doesn't give. */
  @PrimaryColumn({ type: 'bytea' })
  digest: Buffer;

  /** null: the root key. */
  @Column({ type: 'text', collation: 'C', nullable: true })
  key_prefix: string | null;

  @ManyToOne(() => ApiKey, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'key_prefix', foreignKeyConstraintName: 'session_key' })
  key?: ApiKey;

  @CreateDateColumn({ type: 'timestamptz' })
  created_at: Date;

  @Column({ type: 'timestamptz' })
  expires_at: Date;
}
