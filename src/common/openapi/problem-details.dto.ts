import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { PROBLEMS } from '../errors/problem-codes.js';

@ApiSchema({ name: 'FieldFault' })
export class FieldFaultDto {
  @ApiProperty({ description: 'Where: a JSON pointer as a URI fragment.', example: '#/name' })
  pointer: string;

  @ApiProperty({ description: 'What is wrong there.', example: 'must be a string of 1 to 500 characters' })
  detail: string;
}

/** Every error's body: problem details (RFC 9457). */
@ApiSchema({ name: 'Problem' })
export class ProblemDetails {
  @ApiProperty({
    description: 'URI reference of what is known about this kind of problem.',
    format: 'uri-reference',
  })
  type: string;

  @ApiProperty({ description: 'The kind of problem, in words.' })
  title: string;

  @ApiProperty({ type: 'integer', description: 'The HTTP status.', minimum: 400, maximum: 599 })
  status: number;

  @ApiProperty({ description: 'What happened this time.' })
  detail: string;

  @ApiProperty({ description: 'The path and query of the request.' })
  instance: string;

  @ApiProperty({ description: 'Always false.', enum: [false] })
  success: boolean;

  @ApiProperty({
    description: 'Stable code of the kind of problem.',
    enum: Object.keys(PROBLEMS),
    enumName: 'ProblemCode',
  })
  code: string;

  @ApiProperty({ description: 'The id of the request, also in `X-Request-Id` and in the log.' })
  request_id: string;

  @ApiProperty({
    description: 'Every faulty field; empty where no field is at fault.',
    type: [FieldFaultDto],
  })
  errors: FieldFaultDto[];

  @ApiProperty({
    description: 'With 409: what the request could have meant (face_ids or identity_uuids).',
    type: [String],
    required: false,
  })
  candidates?: string[];
}
