import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { PageInfo } from '../../common/paging/page-info.dto.js';
import { Success } from '../../common/openapi/success.dto.js';
import { IDENTITY_TYPES, SOURCES, STATUSES } from '../../catalogue/entities/identity.entity.js';
import { FileBindingDto } from './identity-file.dto.js';
import { CARY, CHARADE, COUNT, UUID } from '../../common/openapi/schemas.js';

/** What goes out of an identity. */
export class IdentityFields {
  @ApiProperty({ ...UUID, description: 'The identity.', example: CARY })
  identity_uuid: string;

  @ApiProperty({ description: 'Name to show.', example: 'Cary Grant' })
  name: string;

  @ApiProperty({
    type: String,
    nullable: true,
    enum: [...IDENTITY_TYPES, null],
    description: '`people` or null.',
    example: 'people',
  })
  identity_type: string | null;

  @ApiProperty({ enum: SOURCES, description: 'Where the identity comes from.', example: 'tmdb' })
  source: string;

  @ApiProperty({ enum: STATUSES, description: 'Whether somebody has confirmed it.', example: 'confirmed' })
  status: string;

  @ApiProperty({ type: 'integer', nullable: true, description: 'TMDb person id.', example: 112 })
  tmdb_id: number | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'Path of the profile image in the output folder, or the URL given at upload; null without either.',
    example: './data/output/identities/a9a901056d6b46ff92da0c3c1a57dff4/profile.jpg',
  })
  tmdb_profile: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'tmdb_character, cast_order, anything.',
    example: {},
  })
  metadata: object;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'What recognition keeps of the person.',
    example: {},
  })
  reference_data: object;

  @ApiProperty({ format: 'date-time', description: 'RFC 3339, UTC.', example: '2026-05-16T12:00:00Z' })
  created_at: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: "Last change of the identity's own fields or image; bindings don't move it.",
    example: null,
  })
  updated_at: string | null;
}

export class IdentityResponse extends IntersectionType(Success, IdentityFields) {}

/** An identity as it stands in a list. */
export class IdentityRow extends IdentityFields {
  @ApiProperty({ ...COUNT, description: 'Detections bound to it in all files.', example: 1200 })
  face_count: number;
}

export class IdentityFileResponse extends IdentityFields {
  @ApiProperty({ type: 'integer', enum: [1], description: 'Version of the format.', example: 1 })
  version: number;

  @ApiProperty({ type: [FileBindingDto], description: 'What is bound to it now, by file.' })
  file_bindings: FileBindingDto[];
}

export class IdentitiesResponse extends PageInfo {
  @ApiProperty({ type: [IdentityRow], description: 'The identities of this page.' })
  identities: IdentityRow[];
}

export class SearchResult {
  @ApiProperty({ ...UUID, description: 'The identity.', example: CARY })
  identity_uuid: string;

  @ApiProperty({ description: 'Its name.', example: 'Cary Grant' })
  name: string;

  @ApiProperty({ enum: SOURCES, description: 'Where it comes from.', example: 'tmdb' })
  source: string;

  @ApiProperty({ type: 'integer', nullable: true, description: 'TMDb person id.', example: 112 })
  tmdb_id: number | null;

  @ApiProperty({
    ...UUID,
    nullable: true,
    description: 'The file with most of its faces; null without any.',
    example: CHARADE,
  })
  file_uuid: string | null;
}

export class SearchResponse extends PageInfo {
  @ApiProperty({
    type: [SearchResult],
    description: 'Best first: the whole name, its start, the start of a word, any part.',
  })
  results: SearchResult[];
}
