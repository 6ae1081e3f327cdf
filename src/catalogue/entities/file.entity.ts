import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A video of the archive. */
@Entity('file')
export class File {
  /** The head of a SHA-256: its version bits mean nothing. */
  @PrimaryColumn({ type: 'uuid' })
  file_uuid: string;

  @Column({ type: 'text' })
  name: string;

  /** Frames per second. */
  @Column({ type: 'double precision', nullable: true })
  fps: number | null;

  /** Seconds. */
  @Column({ type: 'double precision', nullable: true })
  duration: number | null;
}
