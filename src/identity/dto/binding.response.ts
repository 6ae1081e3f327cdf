import { ApiProperty } from '@nestjs/swagger';
import { CHARADE, COUNT, UUID } from '../../common/openapi/schemas.js';

/** What an unbind came to. */
export class UnboundData {
  @ApiProperty({ ...UUID, description: 'The file.', example: CHARADE })
  file_uuid: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The detection named, as it is stored; null where a trace was named.',
    example: '1_5',
  })
  face_id: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The trace; null where the detection has none.',
    example: 5,
  })
  trace_id: number | null;

  @ApiProperty({ ...COUNT, description: 'Detections that changed hands.', example: 12 })
  rows_affected: number;
}

/** What a bind came to. */
export class BoundData extends UnboundData {
  @ApiProperty({
    ...UUID,
    nullable: true,
    description: 'The first of `previous_identity_uuids`; null where there is none.',
    example: null,
  })
  previous_identity_uuid: string | null;

  @ApiProperty({
    type: 'array',
    items: { type: 'string', pattern: UUID.pattern },
    description: 'Everybody else who lost detections of the trace; the first is that of the detection named.',
    example: [],
  })
  previous_identity_uuids: string[];
}
