import { ApiProperty } from '@nestjs/swagger';
import { PROVENANCES } from '../../catalogue/entities/face-detection.entity.js';
import { CHANGE_KINDS } from '../../change/change.js';
import { CARY, CHARADE, COUNT, UUID } from '../../common/openapi/schemas.js';
import { PageInfo } from '../../common/paging/page-info.dto.js';

/** Detections that were bound alike before a change. */
export class FormerBindingsDto {
  @ApiProperty({ ...UUID, description: 'Their file.', example: CHARADE })
  file_uuid: string;

  @ApiProperty({ ...UUID, nullable: true, description: 'Whose they were; null: nobody’s.', example: null })
  identity_uuid: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    enum: [...PROVENANCES, null],
    description: 'Who had said so; null: nobody had said anything.',
    example: null,
  })
  provenance: string | null;

  @ApiProperty({ ...COUNT, description: 'How many they are.', example: 30 })
  face_count: number;
}

/** One change that concerns the identity. */
export class ChangeRow {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'Ascending.', example: 4711 })
  change_id: number;

  @ApiProperty({ format: 'date-time', description: 'RFC 3339, UTC.', example: '2026-05-16T12:00:00Z' })
  changed_at: string;

  @ApiProperty({ enum: CHANGE_KINDS, description: 'What happened.', example: 'faces_bound' })
  kind: string;

  @ApiProperty({
    description: 'Who did it: the name of the API key; `import` and `demo` are the commands.',
    example: 'root',
  })
  api_key: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'By which request (`X-Request-Id`); null: by a command.',
    example: '6e0a6b2e-6f0a-4b7e-9d3c-0a4f3f0d6a55',
  })
  request_id: string | null;

  @ApiProperty({ ...UUID, nullable: true, description: 'The file it is about.', example: CHARADE })
  file_uuid: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'The fields that were replaced or removed, with their values; null where there was nothing.',
    example: null,
  })
  before: object | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description:
      'The values that took their place; of bindings what was named, of rows that came in how many.',
    example: { face_id: '1_5', trace_id: 5 },
  })
  after: object | null;

  @ApiProperty({
    type: [FormerBindingsDto],
    description: 'The detections whose binding changed, as they were bound before.',
  })
  bindings: FormerBindingsDto[];
}

export class HistoryResponse extends PageInfo {
  @ApiProperty({ ...UUID, description: 'The identity.', example: CARY })
  identity_uuid: string;

  @ApiProperty({ type: [ChangeRow], description: 'The changes, newest first.' })
  data: ChangeRow[];
}
