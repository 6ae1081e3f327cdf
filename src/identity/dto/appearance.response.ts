import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { ListInfo } from '../../common/paging/list-info.dto.js';
import { CARY, CHARADE, COUNT, FRAME, SHARE, UUID } from '../../common/openapi/schemas.js';

/** What a list of an identity says beside its rows. */
export class AppearanceInfo extends ListInfo {
  @ApiProperty({ ...UUID, description: 'The identity.', example: CARY })
  identity_uuid: string;
}

/** A file in which an identity appears. */
class AppearedFile {
  @ApiProperty({ ...UUID, description: 'The file.', example: CHARADE })
  file_uuid: string;

  @ApiProperty({ description: "The file's name.", example: 'Charade (1963).mp4' })
  file_name: string;
}

/** What an identity's detections in a file come to. */
export class AppearanceSums {
  @ApiProperty({ ...COUNT, description: 'Detections bound to the identity.', example: 1200 })
  face_count: number;

  @ApiProperty({ ...COUNT, description: 'Traces with at least one of them.', example: 80 })
  trace_count: number;

  @ApiProperty({ ...SHARE, description: "Mean of the detections' confidence, 0 to 1.", example: 0.91 })
  confidence: number;

  @ApiProperty({ ...SHARE, description: 'Highest confidence, 0 to 1.', example: 0.99 })
  max_confidence: number;

  @ApiProperty({ ...FRAME, description: 'First frame with the identity.', example: 1 })
  start_frame: number;

  @ApiProperty({ ...FRAME, description: 'Last frame with the identity.', example: 162000 })
  end_frame: number;

  @ApiProperty({ type: Number, description: 'Seconds of the first frame.', example: 0.042 })
  start_time: number;

  @ApiProperty({ type: Number, description: 'Seconds of the last frame.', example: 6750 })
  end_time: number;
}

export class AppearanceRow extends IntersectionType(AppearedFile, AppearanceSums) {}

export class BoundingBox {
  @ApiProperty({ type: Number, description: 'Left edge, pixels.', example: 640 })
  x: number;

  @ApiProperty({ type: Number, description: 'Top edge, pixels.', example: 200 })
  y: number;

  @ApiProperty({ type: Number, description: 'Pixels.', example: 180 })
  width: number;

  @ApiProperty({ type: Number, description: 'Pixels.', example: 220 })
  height: number;
}

export class FaceRow {
  @ApiProperty({ ...UUID, description: 'File where the face was detected.', example: CHARADE })
  file_uuid: string;

  @ApiProperty({ ...FRAME, description: 'Frame of the detection.', example: 5112 })
  frame_number: number;

  @ApiProperty({ description: 'The face in its file, as the detector named it.', example: '5112_0' })
  face_id: string;

  @ApiProperty({ ...SHARE, description: "The detector's confidence, 0 to 1.", example: 0.97 })
  confidence: number;

  @ApiProperty({ type: 'integer', nullable: true, description: 'The trace it belongs to.', example: 7 })
  trace_id: number | null;

  @ApiProperty({ type: Number, description: 'Seconds.', example: 213 })
  time: number;

  @ApiProperty({ type: BoundingBox, description: 'Where in the picture.' })
  bbox: BoundingBox;
}

export class ChunkRow {
  @ApiProperty({ type: 'integer', description: "The chunk's own number.", example: 0 })
  id: number;

  @ApiProperty({ ...UUID, description: 'The file.', example: CHARADE })
  file_uuid: string;

  @ApiProperty({ description: 'Sentence chunk identifier.', example: `${CHARADE}_2` })
  chunk_id: string;

  @ApiProperty({ description: 'Kind of chunk.', example: 'sentence' })
  chunk_type: string;

  @ApiProperty({ ...FRAME, description: 'First frame.', example: 5103 })
  start_frame: number;

  @ApiProperty({ ...FRAME, description: 'Last frame, inclusive.', example: 5127 })
  end_frame: number;

  @ApiProperty({ type: Number, description: 'Frames per second.', example: 24 })
  fps: number;

  @ApiProperty({ type: Number, description: 'Seconds.', example: 212.64 })
  start_time: number;

  @ApiProperty({ type: Number, description: 'Seconds.', example: 213.64 })
  end_time: number;

  @ApiProperty({ description: 'What was said.', example: '[213s-214s] Cary Grant: "Olá!"' })
  text_content: string;
}

export class FilesResponse extends AppearanceInfo {
  @ApiProperty({ type: [AppearanceRow], description: 'The files, by uuid.' })
  data: AppearanceRow[];
}

export class FacesResponse extends AppearanceInfo {
  @ApiProperty({ type: [FaceRow], description: 'The detections, by file, frame and face_id.' })
  data: FaceRow[];
}

export class ChunksResponse extends AppearanceInfo {
  @ApiProperty({ type: [ChunkRow], description: 'The chunks, by file and first frame.' })
  data: ChunkRow[];
}
