import { Check, Column, CreateDateColumn, Entity, Generated, Index, PrimaryColumn } from 'typeorm';
import { IMAGE_TYPES, type ImageType } from '../../media/image-type.js';
import { inList } from './in-list.js';

export const IDENTITY_TYPES = ['people'] as const;
export const SOURCES = ['.json', 'auto', 'tmdb', 'user_defined', 'merged'] as const;
export const STATUSES = ['confirmed', 'pending', 'inactive'] as const;

export type IdentityType = (typeof IDENTITY_TYPES)[number];
export type Source = (typeof SOURCES)[number];
export type Status = (typeof STATUSES)[number];
export type JsonObject = object;

/** A person of the archive: a "global identity", across all files. */
@Entity('identity')
@Check('identity_type_known', inList('identity_type', IDENTITY_TYPES))
@Check('identity_source_known', inList('source', SOURCES))
@Check('identity_status_known', inList('status', STATUSES))
@Check('identity_image_type_known', inList('image_type', IMAGE_TYPES))
@Index('identity_by_name', ['sort_key', 'identity_uuid'])
@Index('identity_by_created_at', ['created_at', 'identity_uuid'])
@Index('identity_by_status', ['status', 'sort_key', 'identity_uuid'])
@Index('identity_by_source', ['source', 'sort_key', 'identity_uuid'])
@Index('identity_by_type', ['identity_type', 'sort_key', 'identity_uuid'])
// What TypeORM's decorators can't express; the migration makes them, the generator must not drop them.
@Index('identity_by_updated_at', { synchronize: false })
export class Identity {
  @PrimaryColumn({ type: 'uuid' })
  identity_uuid: string;

  /** As it was given: 1 to 500 characters. Not unique. */
  @Column({ type: 'text' })
  name: string;

  /** The name folded for search (see name-key.ts), in full. */
  @Column({ type: 'text', collation: 'C' })
  name_key: string;

  /** The first 500 characters of name_key: what lists are ordered by, short enough for every index. */
  @Column({ type: 'text', collation: 'C' })
  sort_key: string;

  @Column({ type: 'text', nullable: true })
  identity_type: IdentityType | null;

  @Column({ type: 'text' })
  source: Source;

  @Column({ type: 'text' })
  status: Status;

  /** Id of the person at The Movie Database, 1 to 2^31-1. */
  @Column({ type: 'integer', nullable: true })
  tmdb_id: number | null;

  /** The image's URL as given at upload; the path of our own image stands before it once there is one. */
  @Column({ type: 'text', nullable: true })
  tmdb_profile: string | null;

  /** `json`, not `jsonb`, which reorders keys and writes 1e300 out in full. */
  @Column({ type: 'json', default: {} })
  metadata: JsonObject;

  @Column({ type: 'json', default: {} })
  reference_data: JsonObject;

  /** Format of the profile image, which is also its file's extension; null without one. */
  @Column({ type: 'text', nullable: true })
  image_type: ImageType | null;

  /** SHA-256 of the profile image in hex: says which file on disk is the committed one. */
  @Column({ type: 'text', nullable: true })
  image_sha256: string | null;

  /**
   * Number of detections bound to this identity in all files; kept by the transaction that binds. In no index here: see
   * IdentityRank.
   */
  @Column({ type: 'integer', default: 0 })
  face_count: number;

  /** Number of chunks, in all files, during which it is on screen; kept likewise. */
  @Column({ type: 'integer', default: 0 })
  chunk_count: number;

  /** The file with the most of its detections, of several the one with the greatest uuid; null: it has none. Kept likewise. */
  @Column({ type: 'uuid', nullable: true })
  main_file_uuid: string | null;

  @CreateDateColumn({ type: 'timestamptz' })
  created_at: Date;

  /** Last change of the identity's own fields or image; null until the first one. Bindings don't move it. */
  @Column({ type: 'timestamptz', nullable: true })
  updated_at: Date | null;

  /**
   * Another one after every change of the identity, its image and its bindings: the database sees to that with
   * every UPDATE of the row. At random, so that none comes twice, not even where an identity is made again.
   */
  @Column({ type: 'uuid' })
  @Generated('uuid')
  revision: string;
}
