import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { CHARADE, COUNT, UUID } from '../../common/openapi/schemas.js';
import { Success } from '../../common/openapi/success.dto.js';
import { PageInfo } from '../../common/paging/page-info.dto.js';

const PIXELS = { type: 'integer', minimum: 1, nullable: true } as const;

/** What goes out of a file. */
export class FileRow {
  @ApiProperty({ ...UUID, description: 'The file.', example: CHARADE })
  file_uuid: string;

  @ApiProperty({ description: 'Name to show.', example: 'Charade (1963).mp4' })
  name: string;

  @ApiProperty({
    type: Number,
    minimum: 0,
    nullable: true,
    description: 'Frames per second.',
    example: 24,
  })
  fps: number | null;

  @ApiProperty({ type: Number, minimum: 0, nullable: true, description: 'Seconds.', example: 6785 })
  duration: number | null;

  @ApiProperty({ ...COUNT, nullable: true, description: 'Frames in the whole video.', example: 162840 })
  frame_count: number | null;

  @ApiProperty({ ...PIXELS, description: 'Of the picture, in pixels.', example: 1920 })
  width: number | null;

  @ApiProperty({ ...PIXELS, description: 'Of the picture, in pixels.', example: 1080 })
  height: number | null;

  @ApiProperty({ ...COUNT, description: 'Face detections, bound or not.', example: 3550 })
  face_count: number;

  @ApiProperty({ ...COUNT, description: 'Traces: the same face over successive frames.', example: 240 })
  trace_count: number;

  @ApiProperty({ ...COUNT, description: 'Text chunks (sentences).', example: 120 })
  chunk_count: number;

  @ApiProperty({ ...COUNT, description: 'Identities with at least one detection.', example: 12 })
  identity_count: number;

  @ApiProperty({ format: 'date-time', description: 'RFC 3339, UTC.', example: '2026-05-16T12:00:00Z' })
  created_at: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: "Last change of the file's own fields; what is found in it doesn't move it.",
    example: null,
  })
  updated_at: string | null;
}

export class FileResponse extends IntersectionType(Success, FileRow) {}

export class AllFilesResponse extends PageInfo {
  @ApiProperty({ type: [FileRow], description: 'The files of this page.' })
  files: FileRow[];
}

export class DeleteFileResponse extends Success {
  @ApiProperty({ ...UUID, description: 'The file.', example: CHARADE })
  file_uuid: string;

  @ApiProperty({ description: 'What was done, in words.', example: 'File deleted: Charade (1963).mp4' })
  message: string;

  @ApiProperty({ ...COUNT, description: 'Face detections that went with it.', example: 3550 })
  faces_deleted: number;

  @ApiProperty({ ...COUNT, description: 'Text chunks that went with it.', example: 120 })
  chunks_deleted: number;

  @ApiProperty({ ...COUNT, description: 'Identities that appeared in it, and stay.', example: 12 })
  identities_affected: number;
}
