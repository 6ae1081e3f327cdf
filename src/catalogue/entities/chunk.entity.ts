import {
  Check,
  Column,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';
import { File } from './file.entity.js';

/** A piece of a file's text with its place in time: a spoken sentence. */
@Entity('chunk')
@Check('chunk_frames_in_order', 'end_frame >= start_frame')
@Index('chunk_by_chunk_id', ['chunk_id'], { unique: true })
// With end_frame in its leaves, which TypeORM's decorators can't express: the generator must not drop it.
@Index('chunk_by_start', { synchronize: false })
export class Chunk {
  /** The chunk's own number; the first one is 0. */
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @Column({ type: 'uuid' })
  file_uuid: string;

  /** `{file_uuid}_{n}` */
  @Column({ type: 'text' })
  chunk_id: string;

  /** `sentence` */
  @Column({ type: 'text' })
  chunk_type: string;

  @Column({ type: 'integer' })
  start_frame: number;

  /** Inclusive. */
  @Column({ type: 'integer' })
  end_frame: number;

  /** Frames per second. */
  @Column({ type: 'double precision' })
  fps: number;

  /** Seconds; authoritative, the frames were derived from them once. */
  @Column({ type: 'double precision' })
  start_time: number;

  @Column({ type: 'double precision' })
  end_time: number;

  /** `[213s-214s] Cary Grant: "Olá!"` */
  @Column({ type: 'text' })
  text_content: string;

  /** Who speaks, as the transcript labels it: a name or `SPEAKER_0`; null where it doesn't. */
  @Column({ type: 'text', nullable: true })
  speaker: string | null;

  /** What is said, and nothing else: `Olá!`; null where only `text_content` is known. */
  @Column({ type: 'text', nullable: true })
  text: string | null;

  @ManyToOne(() => File)
  @JoinColumn({ name: 'file_uuid', foreignKeyConstraintName: 'chunk_file' })
  file?: Relation<File>;
}
