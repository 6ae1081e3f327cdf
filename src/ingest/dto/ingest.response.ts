import { ApiProperty } from '@nestjs/swagger';
import { CHARADE, COUNT, UUID } from '../../common/openapi/schemas.js';
import { Success } from '../../common/openapi/success.dto.js';
import { MAX_REFUSALS, type Refusal } from '../refusals.js';

export class RefusalDto implements Refusal {
  @ApiProperty({
    type: 'integer',
    minimum: 1,
    description: 'The line of the row, or its number in an array.',
    example: 17,
  })
  line: number;

  @ApiProperty({
    description: 'Where in the row: a JSON pointer as a URI fragment.',
    example: '#/bbox/width',
  })
  pointer: string;

  @ApiProperty({ description: 'What is wrong there.', example: 'must be > 0' })
  detail: string;
}

/** What rows that were sent came to. */
export class IngestResponse extends Success {
  @ApiProperty({ ...UUID, description: 'The file.', example: CHARADE })
  file_uuid: string;

  @ApiProperty({ description: 'The same in words.', example: '2 inserted, 1 refused' })
  message: string;

  @ApiProperty({ ...COUNT, description: 'Rows that are new.', example: 2 })
  inserted: number;

  @ApiProperty({ ...COUNT, description: 'Rows that changed what was there.', example: 0 })
  updated: number;

  @ApiProperty({ ...COUNT, description: 'Rows that were there already, as they are.', example: 0 })
  unchanged: number;

  @ApiProperty({ ...COUNT, description: 'What was there, and is no longer.', example: 0 })
  deleted: number;

  @ApiProperty({ ...COUNT, description: 'Rows that were not taken.', example: 1 })
  refused: number;

  @ApiProperty({
    type: [RefusalDto],
    description: `Why not: the first ${MAX_REFUSALS} reasons, by line.`,
  })
  refusals: RefusalDto[];
}

export class KeptFaceDto {
  @ApiProperty({ description: 'Its face_id from now on.', example: '5112_3' })
  face_id: string;

  @ApiProperty({ description: 'Its face_id until now.', example: '5112_0' })
  previous_face_id: string;

  @ApiProperty({ ...UUID, description: 'Whose face it is.' })
  identity_uuid: string;
}

export class FacesIngestResponse extends IngestResponse {
  @ApiProperty({
    ...COUNT,
    description: 'Detections that the rows lack or supersede, and that stay because a person has bound them.',
    example: 0,
  })
  kept: number;

  @ApiProperty({ type: [KeptFaceDto], description: `The first ${MAX_REFUSALS} of them.` })
  kept_faces: KeptFaceDto[];
}
