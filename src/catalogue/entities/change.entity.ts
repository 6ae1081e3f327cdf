import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { JsonObject } from './identity.entity.js';

/**
 * One change of the catalogue: who made it, and what there was before and is after, so that it can be undone.
 * Written by the transaction that makes the change (src/change), and never changed itself.
 */
@Entity('change')
export class Change {
  /** Ascending for each identity and file, which their changes hold. */
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: string;

  @Column({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  changed_at: Date;

  /** The name of the API key, or of the command. */
  @Column({ type: 'text' })
  api_key: string;

  /** Null where no request made it. */
  @Column({ type: 'text', nullable: true })
  request_id: string | null;

  /** One of src/change/change.ts. */
  @Column({ type: 'text' })
  kind: string;

  /** The file that it is about, or in which bindings changed. It may be gone by now. */
  @Column({ type: 'uuid', nullable: true })
  file_uuid: string | null;

  /** What was replaced or removed; null where there was nothing. */
  @Column({ type: 'json', nullable: true })
  before: JsonObject | null;

  /** What took its place; null where nothing did. */
  @Column({ type: 'json', nullable: true })
  after: JsonObject | null;

  /** Whose the detections were whose binding changed. */
  @Column({ type: 'json', nullable: true })
  bindings: JsonObject | null;
}
