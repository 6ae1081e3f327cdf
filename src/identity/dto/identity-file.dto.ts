import { Transform, Type } from 'class-transformer';
import { IsIn, ValidateNested } from 'class-validator';
import { ChoiceField, field, IntegerField, TextField, UuidField } from '../../common/validation/fields.js';
import {
  IDENTITY_TYPES,
  type IdentityType,
  type JsonObject,
  type Source,
  SOURCES,
  type Status,
  STATUSES,
} from '../../catalogue/entities/identity.entity.js';
import { MAX_INTEGER } from '../../common/max-integer.js';
import { NotBlank } from '../../common/validation/rules.js';
import { SkippedIsInactive, BoundedObject, Objects, TraceIds } from './rules.js';
import { CARY } from '../../common/openapi/schemas.js';

/** What is bound to an identity in one file. */
export class FileBindingDto {
  @UuidField({ description: 'The file.', example: 'bd80fec92b0b6963d177a2c55bf713e2' })
  file_uuid: string;

  @field(
    { description: 'Its traces bound to the identity.', example: [0, 7] },
    { type: 'array', items: { type: 'integer', minimum: 0, maximum: MAX_INTEGER } },
    TraceIds(),
  )
  trace_ids: number[];

  @IntegerField({
    description: 'Number of its detections bound to the identity.',
    example: 42,
    min: 0,
    max: MAX_INTEGER,
  })
  face_count: number;
}

/**
 * An identity file as uploaded. A field left out keeps its value, null puts back what a new identity has.
 * Fields that it has beyond these are ignored.
 */
export class IdentityFileDto {
  @field(
    { description: 'Version of the format: 1.', example: 1, optional: true },
    { type: 'integer', enum: [1] },
    IsIn([1], { message: 'must be 1: no other version is known' }),
  )
  version?: number;

  @UuidField({
    description:
      'The identity; where it is unknown, the one with this very name is updated and the uuid leads to it.',
    example: 'a9a901056d6b46ff92da0c3c1a57dff4',
  })
  identity_uuid: string;

  @NotBlank()
  @TextField({ description: 'Name to show, not blank.', example: 'Cary Grant', min: 1, max: 500 })
  name: string;

  @ChoiceField({
    description: '`people` or null.',
    example: 'people',
    of: IDENTITY_TYPES,
    optional: true,
    nullable: true,
  })
  identity_type?: IdentityType | null;

  @ChoiceField({
    description: 'Where the identity comes from.',
    example: '.json',
    of: SOURCES,
    optional: true,
    nullable: true,
  })
  source?: Source | null;

  @SkippedIsInactive()
  @ChoiceField({
    description: 'Whether somebody has confirmed the identity; `skipped` is read as `inactive`.',
    example: 'confirmed',
    of: STATUSES,
    synonyms: ['skipped'],
    optional: true,
    nullable: true,
  })
  status?: Status | null;

  @IntegerField({
    description: 'Id of the person at The Movie Database.',
    example: 112,
    min: 1,
    max: MAX_INTEGER,
    optional: true,
    nullable: true,
  })
  tmdb_id?: number | null;

  @TextField({
    description: 'URL of a profile image. Of no effect once a profile image was uploaded.',
    example: 'https://example.org/cary-grant.jpg',
    min: 1,
    max: 2048,
    optional: true,
    nullable: true,
  })
  tmdb_profile?: string | null;

  /** Kept to the letter: the pipe hands it over untouched, as a function. */
  @Transform(({ value }: { value: () => unknown }) => value())
  @field(
    {
      description: 'Anything: a JSON object of at most 256 KiB and 32 levels.',
      example: {},
      optional: true,
      nullable: true,
    },
    { type: 'object', additionalProperties: true },
    BoundedObject(),
  )
  metadata?: JsonObject | null;

  @Type(() => FileBindingDto)
  @ValidateNested()
  @field(
    {
      description: 'What was bound when the file was written. Never applied.',
      example: [],
      optional: true,
      nullable: true,
    },
    { type: () => [FileBindingDto] },
    Objects(),
  )
  file_bindings?: FileBindingDto[] | null;
}

/** What the page offers to try: the reference's upload of somebody the demo has, and of somebody new. */
export const UPLOAD_EXAMPLES = {
  update: {
    summary: 'Somebody who is there',
    value: {
      version: 1,
      identity_uuid: CARY,
      name: 'Cary Grant',
      identity_type: 'people',
      source: '.json',
      status: 'confirmed',
      metadata: {},
      file_bindings: [],
    },
  },
  create: {
    summary: 'Somebody new',
    value: { version: 1, identity_uuid: '0c0ffee00c0ffee00c0ffee00c0ffee0', name: 'Stanley Donen' },
  },
};
