import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { PROVENANCES } from '../../catalogue/entities/face-detection.entity.js';
import { CARY, CHARADE, COUNT, FRAME, SHARE, UUID } from '../../common/openapi/schemas.js';
import { ListInfo } from '../../common/paging/list-info.dto.js';
import { AppearanceSums, ChunkRow, FaceRow } from '../../identity/dto/appearance.response.js';

/** What a list of a file says beside its rows. */
class ContentsInfo extends ListInfo {
  @ApiProperty({ ...UUID, description: 'The file.', example: CHARADE })
  file_uuid: string;
}

/** Somebody who appears in a file. */
class AppearingIdentity {
  @ApiProperty({ ...UUID, description: 'The identity.', example: CARY })
  identity_uuid: string;

  @ApiProperty({ description: 'Its name.', example: 'Cary Grant' })
  name: string;
}

export class FileIdentityRow extends IntersectionType(AppearingIdentity, AppearanceSums) {}

export class FileFaceRow extends FaceRow {
  @ApiProperty({ ...UUID, nullable: true, description: "Whose face it is; null: nobody's.", example: CARY })
  identity_uuid: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    enum: [...PROVENANCES, null],
    description:
      'Who says so: a person (`manual`) or a matcher (`auto`). `manual` without an identity: no matcher may bind it. Null: it is not bound.',
    example: 'manual',
  })
  provenance: string | null;

  @ApiProperty({
    ...SHARE,
    nullable: true,
    description: 'How sure the matcher was, 0 to 1; null where it did not say, or where a person bound it.',
    example: null,
  })
  binding_confidence: number | null;
}

export class TraceRow {
  @ApiProperty({ type: 'integer', minimum: 0, description: 'The trace in its file.', example: 7 })
  trace_id: number;

  @ApiProperty({ ...COUNT, description: 'Detections, bound or not.', example: 15 })
  face_count: number;

  @ApiProperty({ ...SHARE, description: "Mean of the detections' confidence, 0 to 1.", example: 0.91 })
  confidence: number;

  @ApiProperty({ ...SHARE, description: 'Highest confidence, 0 to 1.', example: 0.99 })
  max_confidence: number;

  @ApiProperty({ ...FRAME, description: 'First frame with a detection.', example: 5101 })
  start_frame: number;

  @ApiProperty({ ...FRAME, description: 'Last frame with a detection.', example: 5269 })
  end_frame: number;

  @ApiProperty({ type: Number, description: 'Seconds of the first frame.', example: 212.542 })
  start_time: number;

  @ApiProperty({ type: Number, description: 'Seconds of the last frame.', example: 219.542 })
  end_time: number;

  @ApiProperty({
    type: 'array',
    items: { type: 'string', pattern: UUID.pattern },
    description: "Whose its detections are: several where it mixes faces, none while they are nobody's.",
    example: [CARY],
  })
  identity_uuids: string[];
}

export class FileChunkRow extends ChunkRow {
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Who speaks, as the transcript labels it: a name or `SPEAKER_0`; null where it does not.',
    example: 'Cary Grant',
  })
  speaker: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What is said, and nothing else; null where only `text_content` is known.',
    example: 'Olá!',
  })
  text: string | null;
}

export class FileIdentitiesResponse extends ContentsInfo {
  @ApiProperty({ type: [FileIdentityRow], description: 'The identities, those with most detections first.' })
  data: FileIdentityRow[];
}

export class FileFacesResponse extends ContentsInfo {
  @ApiProperty({ type: [FileFaceRow], description: 'The detections, by frame and face_id.' })
  data: FileFaceRow[];
}

export class FileTracesResponse extends ContentsInfo {
  @ApiProperty({ type: [TraceRow], description: 'The traces, by trace_id.' })
  data: TraceRow[];
}

export class FileChunksResponse extends ContentsInfo {
  @ApiProperty({ type: [FileChunkRow], description: 'The chunks, by first frame.' })
  data: FileChunkRow[];
}
