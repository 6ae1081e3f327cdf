import { MAX_INTEGER } from '../../common/max-integer.js';
import { PROVENANCES } from '../../catalogue/entities/face-detection.entity.js';
import { UUID_INPUT } from '../../common/uuid.js';

/** Pixels: no picture is larger. */
const MAX_PIXELS = 1_000_000;
/** The least side of a box, in pixels: OpenAPI 3.0 and JSON Schema write "more than 0" differently. */
const MIN_SIDE = 0.001;
/** Values of an embedding at the most. */
export const MAX_DIMENSION = 4096;

const uuid = { type: 'string', pattern: UUID_INPUT } as const;
const share = { type: 'number', minimum: 0, maximum: 1 } as const;
const edge = { type: 'number', minimum: -MAX_PIXELS, maximum: MAX_PIXELS } as const;
const side = { type: 'number', minimum: MIN_SIDE, maximum: MAX_PIXELS } as const;

/** A face detection as it is sent: what `/file/{file_uuid}/faces` gives can be sent again. */
export const FACE_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['face_id', 'frame_number', 'confidence', 'bbox'],
  properties: {
    file_uuid: { ...uuid, description: 'The file, if given at all: that of the path.' },
    face_id: {
      type: 'string',
      pattern: '^(face_(0|[1-9][0-9]{0,9})|(0|[1-9][0-9]{0,9})_(0|[1-9][0-9]{0,8}))$',
      description:
        '`{frame}_{idx}`, the idx-th detection of its frame, from 0; or `face_{frame}`, its only one.',
    },
    frame_number: {
      type: 'integer',
      minimum: 0,
      maximum: MAX_INTEGER,
      description: 'Frame of the detection.',
    },
    time: {
      type: 'number',
      nullable: true,
      minimum: 0,
      maximum: 1e9,
      description: "Seconds; frame_number / the file's fps unless given.",
    },
    confidence: { ...share, description: "The detector's confidence, 0 to 1." },
    trace_id: {
      type: 'integer',
      nullable: true,
      minimum: 0,
      maximum: MAX_INTEGER,
      description: 'The trace it belongs to; left out, a detection that is there already stays in its own.',
    },
    bbox: {
      type: 'object',
      additionalProperties: false,
      required: ['x', 'y', 'width', 'height'],
      properties: {
        x: { ...edge, description: 'Left edge, pixels; may lie outside the picture.' },
        y: { ...edge, description: 'Top edge, pixels; may lie outside the picture.' },
        width: { ...side, description: 'Pixels.' },
        height: { ...side, description: 'Pixels.' },
      },
    },
    embedding: {
      type: 'object',
      nullable: true,
      additionalProperties: false,
      required: ['model', 'values'],
      properties: {
        model: { type: 'string', minLength: 1, maxLength: 100, description: 'The model that made it.' },
        dimension: {
          type: 'integer',
          minimum: 1,
          maximum: MAX_DIMENSION,
          description: 'Number of its values; what `values` has counts.',
        },
        values: {
          description:
            'Numbers, kept as float32; or the base64 of float32 values, little-endian. The same number of them for all faces of a model.',
          oneOf: [
            { type: 'array', items: { type: 'number' }, minItems: 1, maxItems: MAX_DIMENSION },
            { type: 'string', minLength: 8, maxLength: Math.ceil((MAX_DIMENSION * 4) / 3) * 4 },
          ],
        },
      },
    },
    identity_uuid: {
      type: 'string',
      nullable: true,
      pattern: UUID_INPUT,
      description: 'Whose face it is, if somebody has said so.',
    },
    provenance: {
      type: 'string',
      nullable: true,
      enum: [...PROVENANCES, null],
      description:
        'Who says so: a matcher (`auto`, unless told), or a person (`manual`). Neither overrides what a person has said here by bind or unbind; a face that was unbound may be bound to others.',
    },
    binding_confidence: {
      type: 'number',
      nullable: true,
      minimum: 0,
      maximum: 1,
      description: 'How sure the matcher is, 0 to 1.',
    },
  },
} as const;

/** A face with what most detectors say of it. */
export const FACE_EXAMPLE = {
  face_id: '5112_0',
  frame_number: 5112,
  confidence: 0.97,
  trace_id: 7,
  bbox: { x: 640, y: 200, width: 180, height: 220 },
};
