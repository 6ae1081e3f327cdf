import { MAX_INTEGER } from '../../common/max-integer.js';
import { CHARADE } from '../../common/openapi/schemas.js';
import { UUID_INPUT } from '../../common/uuid.js';

/** Characters of a chunk's text at the most. */
const MAX_TEXT = 100_000;

const seconds = { type: 'number', minimum: 0, maximum: 1e9 } as const;
const frame = { type: 'integer', nullable: true, minimum: 0, maximum: MAX_INTEGER } as const;

/** A chunk as it is sent: what `/file/{file_uuid}/chunks` gives can be sent again. */
export const CHUNK_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['chunk_id', 'start_time', 'end_time'],
  properties: {
    id: { type: 'integer', description: 'Not taken over: the service numbers its chunks itself.' },
    file_uuid: {
      type: 'string',
      pattern: UUID_INPUT,
      description: 'The file, if given at all: that of the path.',
    },
    chunk_id: {
      type: 'string',
      pattern: '^[0-9a-f]{32}_[A-Za-z0-9_.-]{1,64}$',
      description: '`{file_uuid}_{n}`, the file in 32 lower-case hex digits.',
    },
    chunk_type: {
      type: 'string',
      minLength: 1,
      maxLength: 50,
      default: 'sentence',
      description: 'Kind of chunk.',
    },
    start_time: { ...seconds, description: 'Seconds.' },
    end_time: { ...seconds, description: 'Seconds; not before start_time.' },
    start_frame: { ...frame, description: 'First frame; start_time × fps, rounded down, unless given.' },
    end_frame: {
      ...frame,
      description: 'Last frame, inclusive; end_time × fps, rounded down, unless given.',
    },
    fps: {
      type: 'number',
      nullable: true,
      minimum: 0.001,
      maximum: 1000,
      description: "Frames per second; the file's unless given.",
    },
    text_content: {
      type: 'string',
      nullable: true,
      maxLength: MAX_TEXT,
      description:
        'What is shown: `[213s-214s] Cary Grant: "Olá!"`; made from `speaker` and `text` unless given.',
    },
    speaker: {
      type: 'string',
      nullable: true,
      minLength: 1,
      maxLength: 500,
      description: 'Who speaks: a name or `SPEAKER_0`.',
    },
    text: {
      type: 'string',
      nullable: true,
      maxLength: MAX_TEXT,
      description: 'What is said, and nothing else.',
    },
  },
} as const;

/** A sentence as a transcript has it. */
export const CHUNK_EXAMPLE = {
  chunk_id: `${CHARADE}_2`,
  start_time: 212.64,
  end_time: 213.64,
  speaker: 'Cary Grant',
  text: 'Olá!',
};
