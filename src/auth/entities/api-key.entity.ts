import { Check, Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Scope } from '../scopes.js';

/** A key. Its secret isn't kept: only its holder has it. A rotated one is replaced by a row of the same name. */
@Entity('api_key')
@Check('api_key_scopes_known', `scopes <@ '{identity:read,identity:write,ingest,admin}'`)
@Check('api_key_has_scopes', 'cardinality(scopes) > 0')
@Index('api_key_current_name', ['name'], {
  unique: true,
  where: 'replaced_at IS NULL AND revoked_at IS NULL',
})
@Index('api_key_by_name', ['name', 'created_at', 'prefix'])
export class ApiKey {
  /** The public part, by which it is looked up: `momentry_` and 16 hex digits. */
  @PrimaryColumn({ type: 'text', collation: 'C' })
  prefix: string;

  @Column({ type: 'text', collation: 'C' })
  name: string;

  /** SHA-256 of the whole key. */
  @Column({ type: 'bytea' })
  digest: Buffer;

  @Column({ type: 'text', array: true })
  scopes: Scope[];

  @CreateDateColumn({ type: 'timestamptz' })
  created_at: Date;

  /** null: never. */
  @Column({ type: 'timestamptz', nullable: true })
  expires_at: Date | null;

  /** To the minute. */
  @Column({ type: 'timestamptz', nullable: true })
  last_used_at: Date | null;

  /** When another key took over the name. Until it expires this one works too. */
  @Column({ type: 'timestamptz', nullable: true })
  replaced_at: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  revoked_at: Date | null;
}
